using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What the attempt used of models, or a review of its work.</summary>
public sealed record UsageCounted(JobUsage Usage, bool IsReview = false) : JournalEntry;
