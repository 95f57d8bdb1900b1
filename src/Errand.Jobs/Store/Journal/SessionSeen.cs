namespace Errand.Jobs.Store;

/// <summary>The worker named its session or its model.</summary>
public sealed record SessionSeen(string? SessionId, string? Model) : JournalEntry;
