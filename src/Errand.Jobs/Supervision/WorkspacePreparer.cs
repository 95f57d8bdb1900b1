using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Supervision;

/// <summary>Makes or reopens the workspace that a job's spec asks for, and notes it in the journal.</summary>
public sealed class WorkspacePreparer(CheckoutWorkspace checkouts, InplaceWorkspace inplace, StateDirectory state, TimeProvider clock)
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
            PreparedWorkspace workspace = job.Spec.Isolation == IsolationKind.Inplace
                ? await inplace.PrepareAsync(job.Spec.Repository, Place(job), state.Locks, cancellationToken)
                : await checkouts.PrepareAsync(job.Spec.Repository, Place(job), cancellationToken);
            job.Journal.Append(new WorkspacePrepared(workspace.Root, workspace.Base, workspace.IsReused));
            foreach (string warning in workspace.Warnings)
                job.Journal.Append(new WarningNoted(warning));
            return new HeldWorkspace(workspace, held, Still: null);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

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
    internal Task<PreparedWorkspace?> ReopenAsync(SupervisedJob job, CancellationToken cancellationToken) => job.Spec.Isolation == IsolationKind.Inplace
        ? inplace.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken)
        : checkouts.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken);

    internal static WorkspacePlace Place(SupervisedJob job) => new()
    {
        Job = job.Spec.Id,
        Root = job.Owner.Workspace,
        // What a job in place finds is its own beginning, whichever job it continues: the user may have worked there since.
        RecordFile = job.Spec.Isolation == IsolationKind.Inplace ? job.Paths.WorkspaceRecord : job.Owner.WorkspaceRecord,
        GitDirectory = job.Owner.Git,
    };
}
