using System.Collections.Concurrent;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;

namespace Errand.Jobs;

/// <summary>
/// Sees to jobs that the journal calls live although nobody supervises them. Readers show them as blocked at once; this writes it down:
/// a job that was never taken is blocked here and now, a lost one gets a supervisor that recovers it.
/// </summary>
public sealed class AbandonedJobs(JobStore store, ISupervisorLauncher launcher, TimeProvider clock)
{
    /// <summary>How long a recovery may take before this process begins another: it can die too.</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<JobId, long> begun = new();

    /// <summary>Begins the recovery of a job, unless this process has just done so; does not wait for it.</summary>
    public void Recover(JobLookup job)
    {
        if (begun.TryGetValue(job.Spec.Id, out long begunAt) && clock.GetElapsedTime(begunAt) < RecoveryPatience)
            return;

        begun[job.Spec.Id] = clock.GetTimestamp();
        try
        {
            if (job.History.IsTaken)
                launcher.Launch(job.Spec.Id);
            else
                BlockNeverTaken(job.Spec.Id, LostJob.NeverTakenReason);
        }
        catch (ErrandException)
        {
            // The reader's answer is right without it: the next reader, or `gc`, tries again.
            begun.TryRemove(job.Spec.Id, out _);
        }
    }

    /// <summary>
    /// Whether a job was recorded and never got a supervisor, so that it needs one now. One that a reader has blocked for it meanwhile is queued again.
    /// </summary>
    public bool IsToBeLaunched(JobId id)
    {
        JobPaths paths = store.State.Job(id);
        using JournalWriter? journal = JournalWriter.TryOpen(paths, clock);
        if (journal is { History: { State: JobState.Blocked, Supervisor: null } })
        {
            // The note names a process that is gone; a reader would take the queued job for one that nobody takes.
            File.Delete(paths.Launch);
            journal.Change(JobState.Queued, "Started again with its key.", "recovery");
        }

        return journal is { History: { State: JobState.Queued, IsTaken: false } };
    }

    /// <summary>Blocks a job that no supervisor has taken. One that was taken meanwhile is left alone.</summary>
    public void BlockNeverTaken(JobId id, string reason)
    {
        using JournalWriter? journal = JournalWriter.TryOpen(store.State.Job(id), clock);
        if (journal is { History: { State: JobState.Queued, IsTaken: false } })
            journal.Block(BlockedClass.Spawn, reason, "recovery");
    }
}
