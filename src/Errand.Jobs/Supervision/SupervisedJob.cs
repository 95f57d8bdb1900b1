using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>A job in its supervisor's hands.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Paths">The job's own directory.</param>
/// <param name="Owner">The directory of the job that owns the workspace and the worker's home.</param>
/// <param name="Journal">Its journal, which nobody else may write now.</param>
public sealed record SupervisedJob(JobSpec Spec, JobPaths Paths, JobPaths Owner, JournalWriter Journal)
{
    public JobHistory History => Journal.History;

    internal RunningBudget Budget { get; } = new(Spec, Journal);

    /// <summary>Writes <c>receipt.json</c> and <c>task.md</c> from the journal, if the disk takes them: readers make a receipt that is missing or old from the journal.</summary>
    public void SaveReceipt(TimeProvider clock) => SaveReceipt(JournalReader.Read(Paths.Journal).Entries, History, Journal.Length, clock);

    /// <summary>The same whenever the job settles, before anybody can see that it did: who has waited for the job finds both files.</summary>
    public void SaveReceiptsInTime(TimeProvider clock) =>
        Journal.Settling = (entry, history, length) => SaveReceipt([.. JournalReader.Read(Paths.Journal).Entries, entry], history, length, clock);

    private void SaveReceipt(IReadOnlyList<JournalEntry> entries, JobHistory history, long journalBytes, TimeProvider clock)
    {
        try
        {
            JobReceipt receipt = ReceiptBuilder.Build(Spec, history, Owner, isAlive: JobTransitions.IsLive(history.State), lastEventSeconds: null, clock.GetUtcNow());
            var stored = new StoredReceipt(journalBytes, receipt);
            DurableFile.Write(Paths.Receipt, JsonSerializer.SerializeToUtf8Bytes(stored, JournalJson.Default.StoredReceipt));
            DurableFile.Write(Paths.TaskPage, Encoding.UTF8.GetBytes(TaskPage.Render(Spec, receipt, entries)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
