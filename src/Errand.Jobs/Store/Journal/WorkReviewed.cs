using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What came of a review.</summary>
/// <param name="Review">Status and findings.</param>
/// <param name="Commit">The work that was read.</param>
public sealed record WorkReviewed(Review Review, string Commit) : JournalEntry;
