using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Supervision;

/// <summary>Makes or reopens the workspace that a job's spec asks for, and notes it in the journal.</summary>
public sealed class WorkspacePreparer(CheckoutWorkspace checkouts, InplaceWorkspace inplace, StateDirectory state)
{
    /// <summary>Gives the job its workspace for an attempt.</summary>
    /// <exception cref="ErrandException">It cannot be made, or another job is at work in it.</exception>
    internal async Task<HeldWorkspace> PrepareAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        if (!FileLock.TryTake(job.Owner.WorkspaceLock, out FileLock? held))
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
            return new HeldWorkspace(workspace, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The workspace of an attempt that nobody works on any more; null = it is gone.</summary>
    internal Task<PreparedWorkspace?> ReopenAsync(SupervisedJob job, CancellationToken cancellationToken) => job.Spec.Isolation == IsolationKind.Inplace
        ? inplace.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken)
        : checkouts.TryOpenAsync(job.Spec.Repository, Place(job), cancellationToken);

    internal static WorkspacePlace Place(SupervisedJob job) => new()
    {
        Job = job.Spec.Id,
        Root = job.Owner.Workspace,
        RecordFile = job.Owner.WorkspaceRecord,
        GitDirectory = job.Owner.Git,
    };
}
