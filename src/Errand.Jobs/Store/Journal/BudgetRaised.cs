using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The host allows the job more.</summary>
/// <param name="More">How much more.</param>
/// <param name="By">Who.</param>
/// <param name="Why">Why, in their words; null = not said.</param>
public sealed record BudgetRaised(Budget More, string By, string? Why = null) : JournalEntry;
