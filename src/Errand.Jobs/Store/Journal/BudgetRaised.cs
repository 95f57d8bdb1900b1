using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The host allows the job more.</summary>
/// <param name="More">How much more.</param>
/// <param name="By">Who.</param>
/// <param name="Request">Which request it was, so that one that is made again counts once; null in journals of older versions.</param>
/// <param name="Why">Why, in their words; null = not said.</param>
public sealed record BudgetRaised(Budget More, string By, string? Request = null, string? Why = null) : JournalEntry;
