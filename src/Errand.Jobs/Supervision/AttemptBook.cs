using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>Writes attempts that are over into the ledger. Whatever goes wrong there, the job's own record stands.</summary>
public sealed class AttemptBook(IModelGateway gateway, TimeProvider clock)
{
    internal void Record(SupervisedJob job)
    {
        try
        {
            Write(job);
        }
        catch (Exception cause) when (cause is ErrandException or IOException or UnauthorizedAccessException)
        {
            // Such as a configuration that was broken meanwhile. The job is over and its receipt written; a line of statistics is all that is lost.
        }
    }

    private void Write(SupervisedJob job)
    {
        IReadOnlyList<JournalEntry> entries = JournalReader.Read(job.Paths.Journal).Entries;
        JournalEntry? started = entries.LastOrDefault(entry => entry is AttemptStarted);
        if (started is null)
            return;

        JobHistory history = job.History;
        JobUsage? counted = entries.Skip(started.Seq).OfType<UsageCounted>().LastOrDefault(counted => !counted.IsReview)?.Usage;
        double workerSeconds = entries.Skip(started.Seq).OfType<WorkerEnded>().LastOrDefault()?.Seconds ?? 0;
        JobReceipt receipt = ReceiptBuilder.Build(job.Spec, history, job.Owner, isAlive: false, lastEventSeconds: null, clock.GetUtcNow());
        gateway.Record(new EndedAttempt(
            job.Spec,
            receipt,
            Math.Round((history.StateAt - started.At).TotalSeconds, 3),
            counted is { Metering: Metering.Estimated } && !job.Spec.Worker.UsesGateway ? counted : null,
            workerSeconds,
            job.Paths.Usage));
    }
}
