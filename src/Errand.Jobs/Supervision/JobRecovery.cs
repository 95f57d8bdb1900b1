using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Cleans up after a supervisor that died. The guard has ended the worker by then; should it have died too, the marker finds what is left.
/// The work so far is captured before the job is blocked, so that nothing depends on the workspace any more.
/// </summary>
public sealed class JobRecovery(JobStore store, WorkspacePreparer workspaces, WorkCapture capture, IModelGateway gateway, TimeProvider clock)
{
    private const string By = "recovery";

    private static readonly TimeSpan KillWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan GuardPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>How long somebody else's recovery of the same job is waited for.</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Recovers the job that worked last in the tree that another job in place is about to begin in, if it is lost: a moment later nobody could
    /// tell its work from the next one's.
    /// </summary>
    internal async Task RecoverFormerAsync(JobSpec next, CancellationToken cancellationToken)
    {
        if (next.Isolation != IsolationKind.Inplace || workspaces.LastInplaceJob(next.Repository) is not { } id || id == next.Id || !store.Exists(id))
            return;

        JobPaths paths = store.State.Job(id);
        if (!IsLost(JobHistory.Of(JournalReader.Read(paths.Journal).Entries)))
            return;

        using JournalWriter? journal = await JournalWriter.OpenAsync(paths, RecoveryPatience, clock, cancellationToken);
        if (journal is null || !IsLost(journal.History))
            return;

        JobSpec spec = store.ReadSpec(id);
        await RecoverAsync(new SupervisedJob(spec, paths, store.State.Job(spec.WorkspaceOwner), journal), cancellationToken);
    }

    private static bool IsLost(JobHistory history) =>
        JobTransitions.IsLive(history.State) && history.IsTaken && !history.Supervisor!.Supervisor.IsAlive();

    public async Task RecoverAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        JobHistory history = job.History;
        await WaitForGuardAsync(history.Supervisor!, cancellationToken);
        int survivors = await RunMarker.Of(history.Supervisor!.Run).EndAllAsync(KillWait, cancellationToken)
            + await RunMarker.OfBase(history.Supervisor.Run).EndAllAsync(KillWait, cancellationToken);
        if (survivors > 0)
            Note(job, $"{survivors} processes of the dead supervisor could not be ended.");

        if (history.Workspace is not null && !history.IsCaptured)
            await CaptureAsync(job, cancellationToken);

        // What the worker said at its end was never heard; what the gateway had counted until then stands in its file.
        if (history.WorkerRuns && gateway.FindUsage(job.Paths.Usage, history.Attempt, review: 0) is { } used)
            job.Journal.Append(new UsageCounted(used));
        if (history.OpenReview is { } review && gateway.FindUsage(job.Paths.Usage, history.Attempt, review) is { } read)
            job.Journal.Append(new UsageCounted(read, IsReview: true));

        File.Delete(job.Paths.ControlSocket);
        job.Journal.Block(BlockedClass.Lost, LostJob.Reason, By);
    }

    /// <summary>A guard that lives is still ending processes, also some that no marker shows; what those write is work like any other.</summary>
    private async Task WaitForGuardAsync(SupervisorStarted former, CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        while (former.Guard is { } guard && guard.IsAlive() && clock.GetElapsedTime(startedAt) < KillWait)
            await Task.Delay(GuardPoll, clock, cancellationToken);
    }

    /// <summary>Captures what a lost or failed attempt left. When that is not possible, a warning says where the work is; it never throws.</summary>
    internal async Task CaptureAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        try
        {
            using HeldWorkspace? held = await workspaces.ReopenLostAsync(job, cancellationToken);
            if (held is not null)
                await capture.CaptureAsync(job, held.Workspace, cancellationToken);
            else
                Note(job, $"The workspace '{job.History.Workspace!.Path}' of the lost attempt is gone or was never complete; nothing was captured.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Note(job, $"The lost attempt's work could not be captured and stays in '{job.History.Workspace!.Path}': {fault.Message}");
        }
    }

    /// <summary>A disk that is full for this line may have room for the next, which ends the job.</summary>
    private static void Note(SupervisedJob job, string warning)
    {
        try
        {
            job.Journal.Append(new WarningNoted(warning));
        }
        catch (ErrandException)
        {
            return;
        }
    }
}
