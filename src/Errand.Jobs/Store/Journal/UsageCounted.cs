using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What the attempt used of models.</summary>
public sealed record UsageCounted(JobUsage Usage) : JournalEntry;
