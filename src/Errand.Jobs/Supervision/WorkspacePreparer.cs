using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Supervision;

/// <summary>Makes or reopens the workspace that a job's spec asks for, and notes it in the journal.</summary>
public sealed class WorkspacePreparer(
    CheckoutWorkspace checkouts, OverlayWorkspace overlays, InplaceWorkspace inplace, Sandboxes sandboxes, StateDirectory state, ErrandEnvironment environment, TimeProvider clock)
{
    /// <summary>How long a recovery waits for whoever uses the workspace.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    /// <summary>The locks by which jobs in place and deliveries keep out of each other's way.</summary>
    internal string Locks => state.Locks;

    /// <summary>The job that worked last in place in a repository; null = none has.</summary>
    internal JobId? LastInplaceJob(RepositorySpec repository) => InplaceLock.LastJob(state.Locks, repository);

    /// <summary>Gives the job its workspace for an attempt.</summary>
    /// <exception cref="ErrandException">It cannot be made, or another job is at work in it.</exception>
    internal async Task<HeldWorkspace> PrepareAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        FileLock? held = FileFaults.Guard(job.Owner.Directory, () => FileLock.TryTake(job.Owner.WorkspaceLock, out FileLock? taken) ? taken : null);
        if (held is null)
        {
            throw new ErrandException(
                ErrorCatalog.StateBusy,
                $"Another job is at work in the workspace of {job.Spec.WorkspaceOwner}. Wait for it to end, then retry {job.Spec.Id}.");
        }

        try
        {
            (PreparedWorkspace workspace, string? fallback) = await MakeAsync(job, cancellationToken);
            job.Journal.Append(new WorkspacePrepared(workspace.Root, workspace.Base, workspace.IsReused) { Isolation = workspace.Isolation });
            foreach (string warning in fallback is null ? workspace.Warnings : [.. workspace.Warnings, fallback])
                job.Journal.Append(new WarningNoted(warning));
            return new HeldWorkspace(workspace, held, Still: null);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The workspace that was asked for, or that an earlier attempt has; with a warning where that is not the same.</summary>
    private async Task<(PreparedWorkspace Workspace, string? Warning)> MakeAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        RepositorySpec repository = job.Spec.Repository;
        WorkspacePlace place = Place(job);
        IsolationKind? made = WorkspaceRecordFile.ReadKind(place.RecordFile);
        IsolationKind kind = made ?? job.Spec.Isolation;
        sandboxes.Require(kind, finding: null);
        switch (kind)
        {
            case IsolationKind.Inplace:
                return (await inplace.PrepareAsync(repository, place, state.Locks, cancellationToken), null);
            case IsolationKind.Checkout:
                return (await checkouts.PrepareAsync(repository, place, cancellationToken), null);
            default:
                OverlayFinding finding = await sandboxes.FindOverlayAsync(cancellationToken);
                // What an earlier attempt left in an overlay is whole only in an overlay.
                if (finding.Sandbox is null && made == IsolationKind.Overlay)
                    throw Sandboxes.OverlaysGone(finding);
                if (finding.Sandbox is null)
                {
                    sandboxes.Require(IsolationKind.Checkout, finding);
                    return (await checkouts.PrepareAsync(repository, place, cancellationToken), job.Spec.IsolationAsked ? $"Overlay workspaces do not work here, so the job has a checkout: {finding.Reason}." : null);
                }

                return (await overlays.PrepareAsync(new OverlayRequest(repository, place, job.Spec.Scope, PathsBeside(job.Spec.Worker)), cancellationToken), null);
        }
    }

    /// <summary>What a sandbox shows beside the workspace and could be inside of the repository.</summary>
    private IEnumerable<string> PathsBeside(WorkerSpec worker) =>
        worker.Command.Concat(worker.Mounts).Where(Path.IsPathFullyQualified).Append(environment.HomeDirectory).Append(state.Root);

    /// <summary>The workspace of an attempt whose supervisor died, held so that nobody else begins in it; null = it is gone.</summary>
    /// <exception cref="ErrandException">Another job is at work in it, and what it holds cannot be told from that job's work.</exception>
    internal async Task<HeldWorkspace?> ReopenLostAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        FileLock held = await FileLock.TakeAsync(job.Owner.WorkspaceLock, LockPatience, clock, cancellationToken) ?? throw new ErrandException(
            ErrorCatalog.StateBusy,
            $"Another job is at work in the workspace of {job.Spec.WorkspaceOwner}.");
        InplaceLock? still = null;
        try
        {
            if (job.Spec.Isolation == IsolationKind.Inplace)
                still = await InplaceLock.TakeAsync(state.Locks, job.Spec.Repository, worker: null, LockPatience, clock, cancellationToken);
            if (await ReopenAsync(job, cancellationToken) is { } workspace)
                return new HeldWorkspace(workspace, held, still);
        }
        catch
        {
            still?.Dispose();
            held.Dispose();
            throw;
        }

        still?.Dispose();
        held.Dispose();
        return null;
    }

    /// <summary>The workspace of an attempt that nobody works on any more; null = it is gone.</summary>
    internal Task<PreparedWorkspace?> ReopenAsync(SupervisedJob job, CancellationToken cancellationToken) => WorkspaceRecordFile.ReadKind(Place(job).RecordFile) switch
    {
        IsolationKind.Inplace => inplace.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken),
        IsolationKind.Overlay => overlays.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken),
        IsolationKind.Checkout => checkouts.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken),
        _ => Task.FromResult<PreparedWorkspace?>(null),
    };

    internal static WorkspacePlace Place(SupervisedJob job) => new()
    {
        Job = job.Spec.Id,
        Owner = job.Spec.WorkspaceOwner,
        Root = job.Owner.Workspace,
        // What a job in place finds is its own beginning, whichever job it continues: the user may have worked there since.
        RecordFile = job.Spec.Isolation == IsolationKind.Inplace ? job.Paths.WorkspaceRecord : job.Owner.WorkspaceRecord,
        GitDirectory = job.Owner.Git,
    };
}
