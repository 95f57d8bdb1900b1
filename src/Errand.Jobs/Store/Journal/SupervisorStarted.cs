using Errand.Processes;

namespace Errand.Jobs.Store;

/// <summary>A supervisor took the job. While that very process lives, the job is alive.</summary>
/// <param name="Supervisor">The process, recognisable after its number was reused.</param>
/// <param name="Run">The marker that all processes of this supervision carry.</param>
/// <param name="Guard">The process that ends what the supervisor leaves behind; null = there is none.</param>
public sealed record SupervisorStarted(ProcessIdentity Supervisor, string Run, ProcessIdentity? Guard) : JournalEntry;
