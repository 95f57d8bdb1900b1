using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Leaves files out of captured work. The attempt's own ref keeps the work as it was; the job's ref, the patch and the workspace go on without them.
/// Repeating it after a death in the middle is safe.
/// </summary>
public sealed class WorkDrop(GitClient git, TimeProvider clock)
{
    /// <exception cref="ErrandException">The commit or the patch could not be written; the job's work is as it was.</exception>
    internal async Task DropAsync(SupervisedJob job, PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        WorkCaptured work = job.History.Captured!;
        HashSet<string> dropped = [.. job.History.OpenDrops];
        JobRepository repository = workspace.Repository;
        WrittenCommit rest = await WriteAsync(job, workspace, work, dropped, cancellationToken);
        string patch = job.Paths.Attempt(job.History.Attempt).Patch;
        IReadOnlyList<FileChange> files = await ChangeSet.ReadAsync(git, repository, work.Base, rest.Commit, cancellationToken);
        await ChangeSet.WritePatchAsync(git, repository, work.Base, rest.Commit, patch, cancellationToken);
        PatchHeaders.Mend(patch, files);
        if (await TakeBackAsync(job, workspace, work.Commit, rest.Commit, cancellationToken) is { } warning)
            job.Journal.Append(new WarningNoted(warning));
        WorkCapture.NoteSecrets(job, patch);
        job.Journal.Append(new WorkCaptured(work.Base, rest.Commit, rest.Tree, files, [.. work.Violations.Where(violation => !dropped.Contains(violation.Path))]));
    }

    private async Task<WrittenCommit> WriteAsync(SupervisedJob job, PreparedWorkspace workspace, WorkCaptured work, HashSet<string> dropped, CancellationToken cancellationToken)
    {
        JobRepository repository = workspace.Repository;
        IReadOnlyList<PathTransition> changes = await PathTransition.ReadAsync(git, repository, work.Base, work.Commit, cancellationToken);
        PathTransition[] kept = [.. changes.Where(change => !dropped.Contains(change.Path))];
        var plan = new CommitPlan
        {
            Name = JobRefs.Work(job.Spec.Id),
            Parent = work.Base == repository.Format.EmptyTree() ? null : work.Base,
            Message = $"{job.Spec.Label ?? job.Spec.Id.ToString()}\n\nErrand-Job: {job.Spec.Id}\nErrand-Attempt: {job.History.Attempt}\nErrand-Dropped: {dropped.Count} files\n",
            At = clock.GetUtcNow(),
            Deleted = [.. kept.Where(change => change.To is null).Select(change => change.Path)],
            Put = [.. kept.Select(change => change.To).OfType<TreeEntry>()],
        };
        WrittenCommit written = await new CommitWriter(git, repository, repository.WritableObjects).CommitAsync(plan, cancellationToken);
        if (repository.WritableObjects == repository.UserObjects)
            await JobRefs.UpdateAsync(git, repository.User.CommonGitDirectory, [(JobRefs.Work(job.Spec.Id), written.Commit)], cancellationToken);
        return written;
    }

    /// <summary>Puts the dropped files back to what the base has where they stand as captured, so that the next attempt does not deliver them again.</summary>
    /// <returns>Why that was not possible; null = it was.</returns>
    private async Task<string?> TakeBackAsync(SupervisedJob job, PreparedWorkspace workspace, string from, string to, CancellationToken cancellationToken)
    {
        JobRepository repository = workspace.Repository;
        string staging = Path.Combine(job.Paths.Directory, "delivery");
        var request = new DeliveryRequest
        {
            Repository = new JobRepository(repository.Directory, repository.User with { Root = workspace.Root }, repository.Format),
            Base = to,
            Commit = from,
            StagingDirectory = staging,
        };
        try
        {
            if (workspace.Layers is null)
                await new InplaceRevert(git, clock).RevertAsync(request, workspace, cancellationToken);
            else
                await new UpperRevert(git).RevertAsync(workspace, from, to, staging, cancellationToken);
            return null;
        }
        catch (ErrandException fault)
        {
            return $"The dropped files could not be put back in the workspace and stay there: {fault.Message}";
        }
    }
}
