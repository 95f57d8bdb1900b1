using Errand.Processes;

namespace Errand.Jobs.Store;

/// <summary>The worker's process runs.</summary>
public sealed record WorkerStarted(ProcessIdentity Worker) : JournalEntry;
