using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>Knows whether Errand itself may have changed a repository for another job.</summary>
public sealed class CheckoutWriters(JobStore store)
{
    /// <returns>Whether another job was accepted or discarded in the job's repository, or worked in it in place, since a moment.</returns>
    /// <exception cref="IOException">The jobs cannot be listed.</exception>
    internal bool WroteSince(JobSpec job, DateTimeOffset since) => store.All().Any(id => id != job.Id && Wrote(id, job.Repository.CommonGitDirectory, since));

    private bool Wrote(JobId id, string gitDirectory, DateTimeOffset since)
    {
        try
        {
            JobSpec spec = store.ReadSpec(id);
            return spec.Repository.CommonGitDirectory == gitDirectory && Wrote(spec, JournalReader.Read(store.State.Job(id).Journal).Entries, since);
        }
        catch (ErrandException)
        {
            // A damaged or half removed job writes nothing.
            return false;
        }
    }

    /// <summary>A decision is noted before anything is written, and the state that ends it after that.</summary>
    private static bool Wrote(JobSpec spec, IReadOnlyList<JournalEntry> entries, DateTimeOffset since)
    {
        var history = JobHistory.Of(entries);
        JournalEntry? last = entries.LastOrDefault(entry => entry is StateChanged or DecisionMade { Action: "accept" or "discard" });
        return last is DecisionMade
            || history.State is JobState.Accepted or JobState.Discarded && history.StateAt >= since
            || spec.Isolation == IsolationKind.Inplace && (JobTransitions.IsLive(history.State) || history.StateAt >= since);
    }
}
