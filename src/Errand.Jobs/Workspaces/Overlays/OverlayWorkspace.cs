using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// A private tree that costs the same whatever the size of the repository: the base's files are a snapshot that all jobs share, and only what the worker
/// changes is the job's own. It is whole only while a sandbox mounts it, at the repository's own path where nothing else needs that.
/// <code>
/// workspace/  upper/  work/     the work, and the kernel's directory
///             git/              the private git directory
///             delta/            the user's uncommitted changes, between snapshot and work
/// </code>
/// </summary>
public sealed class OverlayWorkspace(GitClient git, SnapshotStore snapshots, TimeProvider clock)
{
    /// <summary>Makes the workspace, or takes it as it is when an earlier attempt has left it. One that was only half made is made anew.</summary>
    /// <param name="repository">The repository and the base.</param>
    /// <param name="place">Where.</param>
    /// <param name="taken">Absolute paths that the sandbox shows beside the workspace.</param>
    /// <param name="cancellationToken">Ends git; the workspace is then made anew the next time.</param>
    /// <exception cref="ErrandException">The base cannot be read or the directory cannot be written; nothing in the user's checkout has changed.</exception>
    public async Task<PreparedWorkspace> PrepareAsync(RepositorySpec repository, WorkspacePlace place, IEnumerable<string> taken, CancellationToken cancellationToken)
    {
        WorkspacePlatform.Require();
        await git.RequireAsync(cancellationToken);
        var parts = new OverlayParts(place.Root);
        if (WorkspaceRecordFile.Read(place.RecordFile) is { } existing && Directory.Exists(parts.Upper))
            return await ReuseAsync(repository, place, existing, cancellationToken);

        FileFaults.Guard(place.Root, () => TreeRemoval.Remove(place.Root));
        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        DirtyBaseCommit? dirty = repository.Dirty ? await new DirtyBase(git, clock).CommitAsync(own, cancellationToken) : null;
        string? commit = dirty is null ? repository.BaseCommit : dirty.Commit;
        Task<string?> pin = BasePin.SetAsync(git, repository, place.Job, commit, cancellationToken);
        string name = commit ?? own.Format.EmptyTree();
        Snapshot snapshot = await snapshots.TakeAsync(own, name, place.Owner, cancellationToken);
        try
        {
            var record = new WorkspaceRecord
            {
                Format = own.Format,
                Isolation = IsolationKind.Overlay,
                BaseCommit = commit,
                TrustedBefore = default,
                Files = [],
                Warnings = [.. dirty?.Warnings ?? [], .. snapshot.Facts.Warnings],
                Overlay = new OverlayRecord(name, TargetOf(repository, place, taken), HasDelta: false, []),
            };
            FileFaults.Guard(place.Root, () =>
            {
                parts.Make();
                Layout(own, commit).Write(parts.Git);
                File.Copy(snapshot.Index, Path.Combine(parts.Git, "index"));
                WorkspaceRecordFile.Write(place.RecordFile, record);
            });
            return Workspace(repository, parts, record, own, isReused: false, await pin, snapshot);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Opens a workspace that was made before, to capture what is in it and not to work in it: nothing keeps its snapshot. Null = it was never completed or is
    /// gone. Removes nothing.
    /// </summary>
    public async Task<PreparedWorkspace?> TryOpenAsync(RepositorySpec repository, WorkspacePlace place, CancellationToken cancellationToken)
    {
        var parts = new OverlayParts(place.Root);
        if (WorkspaceRecordFile.Read(place.RecordFile) is not { } record || !Directory.Exists(parts.Upper))
            return null;

        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        string? pinWarning = await BasePin.SetAsync(git, repository, place.Job, BaseOf(repository, record), cancellationToken);
        return Workspace(repository, parts, record, own, isReused: true, pinWarning, snapshot: null);
    }

    private async Task<PreparedWorkspace> ReuseAsync(RepositorySpec repository, WorkspacePlace place, WorkspaceRecord record, CancellationToken cancellationToken)
    {
        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        string? pinWarning = await BasePin.SetAsync(git, repository, place.Job, BaseOf(repository, record), cancellationToken);
        // One that was evicted meanwhile is made again, with the same content.
        Snapshot snapshot = await snapshots.TakeAsync(own, record.Overlay!.Snapshot, place.Owner, cancellationToken);
        return Workspace(repository, new OverlayParts(place.Root), record, own, isReused: true, pinWarning, snapshot);
    }

    /// <summary>At the repository's own path builds find what they wrote down of it; not where something else is to be seen below that path.</summary>
    private static string TargetOf(RepositorySpec repository, WorkspacePlace place, IEnumerable<string> taken) =>
        taken.Any(path => path == repository.Root || path.StartsWith(repository.Root.TrimEnd('/') + '/', StringComparison.Ordinal)) ? Path.Combine(place.Root, "tree") : repository.Root;

    private static GitDirectoryLayout Layout(JobRepository own, string? commit) => new()
    {
        Format = own.Format,
        Alternates = [.. ObjectStores.Of(own).Select((_, index) => OverlayView.StoreAt(index))],
        IsBare = false,
        Branch = CheckoutWorkspace.Branch,
        BranchTip = commit,
        ShallowFile = Path.Combine(own.User.CommonGitDirectory, "shallow"),
        Configuration = CheckoutWorkspace.Configuration,
    };

    /// <summary>A job that goes on from another's accepted work is compared with that work, not with what the tree began with.</summary>
    private static string BaseOf(RepositorySpec repository, WorkspaceRecord record) =>
        repository.Dirty || repository.BaseCommit is null ? record.Base : repository.BaseCommit;

    private PreparedWorkspace Workspace(RepositorySpec repository, OverlayParts parts, WorkspaceRecord record, JobRepository own, bool isReused, string? warning, Snapshot? snapshot)
    {
        OverlayRecord overlay = record.Overlay!;
        string[] lowers = [.. overlay.HasDelta ? (string[])[parts.Delta] : [], snapshots.TreeOf(overlay.Snapshot)];
        string? directoryWarning = lowers.Select(lower => WorkingDirectory.Find(lower, repository)).Select(found => found.Warning).OrderBy(text => text is not null).First();
        string shown = directoryWarning is null && repository.Prefix.Length > 0 ? Path.Combine(overlay.Target, repository.Prefix) : overlay.Target;
        string[] warnings = [.. record.Warnings, .. new[] { snapshot is null ? null : directoryWarning, warning }.OfType<string>()];
        return new PreparedWorkspace(parts.Upper, shown, BaseOf(repository, record), record, own, isReused, warnings, snapshot)
        {
            Layers = new WorkspaceLayers(parts.Upper, lowers),
            View = new OverlayView(overlay.Target, parts.Work, parts.Git, [.. overlay.Artifacts.Select((path, index) => parts.Artifact(path, repository.Root, index))]),
        };
    }
}
