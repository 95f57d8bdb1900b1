using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>Knows whether Errand itself may have changed a repository for another job.</summary>
public sealed class CheckoutWriters(JobStore store)
{
    /// <summary>The kernel's clock for files may be a little behind.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(1);

    /// <returns>Whether another job was accepted or discarded in the job's repository, or worked in it in place, since a moment.</returns>
    internal bool WroteSince(JobSpec job, DateTimeOffset since) => store.All().Any(id => id != job.Id && Wrote(id, job.Repository.Root, since));

    private bool Wrote(JobId id, string root, DateTimeOffset since)
    {
        JobPaths paths = store.State.Job(id);
        if (File.Exists(paths.Receipt) && File.GetLastWriteTimeUtc(paths.Journal) < (since - ClockStep).UtcDateTime)
            return false;

        try
        {
            JobSpec spec = store.ReadSpec(id);
            return spec.Repository.Root == root && Wrote(spec, JournalReader.Read(paths.Journal).Entries, since);
        }
        catch (ErrandException)
        {
            // A damaged or half removed job writes nothing.
            return false;
        }
    }

    private static bool Wrote(JobSpec spec, IReadOnlyList<JournalEntry> entries, DateTimeOffset since)
    {
        bool isDecided = entries.Any(entry => entry is DecisionMade { Action: "accept" or "discard" } && entry.At >= since);
        var history = JobHistory.Of(entries);
        return isDecided || spec.Isolation == IsolationKind.Inplace && (JobTransitions.IsLive(history.State) || history.StateAt >= since);
    }
}
