using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Between two attempts of a job in place the tree is the user's again. What changed there since the last capture is theirs: it goes into the base, so
/// that it is neither judged as the job's nor taken back with it. A file that both changed counts as the user's from then on.
/// </summary>
public sealed class UserEdits(GitClient git, WorkCollector collector, TimeProvider clock)
{
    private const string Message = "The tree before the job, with what its user changed since";

    /// <summary>A stamp that no file has: the content is read again.</summary>
    private static readonly FileStamp Unknown = new(0, 1, 0, 0);

    /// <summary>Moves the base of a workspace in place to where the user's edits are part of it.</summary>
    /// <param name="request">How the next attempt will be captured.</param>
    /// <param name="lastCommit">What the last capture holds.</param>
    /// <param name="recordFile">Where the workspace's record is kept.</param>
    /// <param name="cancellationToken">Ends git; the base is as it was.</param>
    /// <returns>The workspace to go on with, and the paths that the user changed.</returns>
    /// <exception cref="ErrandException">The tree cannot be read, or no object store can be written.</exception>
    public async Task<(PreparedWorkspace Workspace, IReadOnlyList<string> Paths)> AdoptAsync(
        CaptureRequest request, string lastCommit, string recordFile, CancellationToken cancellationToken)
    {
        PreparedWorkspace workspace = request.Workspace;
        JobRepository repository = workspace.Repository;
        string now = await collector.SnapshotAsync(request, cancellationToken);
        IReadOnlyList<PathTransition> edits = await PathTransition.ReadAsync(git, repository, lastCommit, now, cancellationToken);
        if (edits.Count == 0)
            return (workspace, []);

        var plan = new CommitPlan
        {
            Name = JobRefs.Base(request.Job),
            Parent = workspace.BaseCommit,
            Message = Message,
            At = clock.GetUtcNow(),
            Deleted = [.. edits.Where(edit => edit.To is null).Select(edit => edit.Path)],
            Put = [.. edits.Select(edit => edit.To).OfType<TreeEntry>()],
        };
        WrittenCommit written = await new CommitWriter(git, repository, repository.WritableObjects).CommitAsync(plan, cancellationToken);
        await BasePin.SetAsync(git, repository.User, request.Job, written.Commit, cancellationToken);

        HashSet<string> edited = edits.Select(edit => edit.Path).ToHashSet();
        WorkspaceRecord record = workspace.Record with
        {
            BaseCommit = written.Commit,
            Files = [.. workspace.Record.Files.Where(file => !edited.Contains(file.Entry.Path)), .. plan.Put.Select(entry => new KnownFile(entry, Unknown))],
        };
        FileFaults.Guard(recordFile, () => WorkspaceRecordFile.Write(recordFile, record));
        return (workspace.Rebased(record), [.. edited]);
    }
}
