using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Does once, to the last job and without leaving a trace, what every supervisor does to its own, so that this code is loaded and compiled when there is one.
/// </summary>
public sealed class SupervisorWarmUp(JobStore store, GitClient git, TimeProvider clock)
{
    /// <summary>What fails here fails again for the job, and is told then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (store.All() is [.., var last])
                Render(last);
            await git.RequireAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, the job that comes must find this process alive.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }

    private void Render(JobId id)
    {
        JobSpec spec = store.ReadSpec(id);
        JobPaths paths = store.State.Job(id);
        JournalContent journal = JournalReader.Read(paths.Journal);
        foreach (JournalEntry entry in journal.Entries)
            JournalLine.Of(entry);
        JobReceipt receipt = ReceiptBuilder.Build(spec, JobHistory.Of(journal.Entries), store.State.Job(spec.WorkspaceOwner), isAlive: true, lastEventSeconds: null, clock.GetUtcNow());
        JsonSerializer.SerializeToUtf8Bytes(new StoredReceipt(journal.GoodBytes, receipt), JournalJson.Default.StoredReceipt);
        TaskPage.Render(spec, receipt, journal.Entries);
    }
}
