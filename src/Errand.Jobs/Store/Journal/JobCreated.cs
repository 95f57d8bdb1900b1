namespace Errand.Jobs.Store;

/// <summary>The job was durably recorded; its state is queued.</summary>
public sealed record JobCreated(string By) : JournalEntry;
