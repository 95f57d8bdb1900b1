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
public sealed class OverlayWorkspace(GitClient git, SnapshotStore snapshots, WorkspaceSettings settings, TimeProvider clock)
{
    /// <summary>Larger changes of the user's become a snapshot of their own.</summary>
    private const int LargestDelta = 2_000;

    /// <summary>Makes the workspace, or takes it as it is when an earlier attempt has left it. One that was only half made is made anew.</summary>
    /// <exception cref="ErrandException">The base cannot be read or the directory cannot be written; nothing in the user's checkout has changed.</exception>
    public async Task<PreparedWorkspace> PrepareAsync(OverlayRequest request, CancellationToken cancellationToken)
    {
        WorkspacePlatform.Require();
        await git.RequireAsync(cancellationToken);
        (RepositorySpec repository, WorkspacePlace place) = (request.Repository, request.Place);
        var parts = new OverlayParts(place.Root);
        if (WorkspaceRecordFile.Read(place.RecordFile) is { } existing && Directory.Exists(parts.Upper))
            return await ReuseAsync(repository, place, existing, cancellationToken);

        FileFaults.Guard(place.Root, () => TreeRemoval.Remove(place.Root));
        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        DirtyBaseCommit? dirty = repository.Dirty ? await new DirtyBase(git, clock).CommitAsync(own, cancellationToken) : null;
        string? commit = dirty is null ? repository.BaseCommit : dirty.Commit;
        Task<string?> pin = BasePin.SetAsync(git, repository, place.Job, commit, cancellationToken);
        FileFaults.Guard(place.Root, parts.Make);
        string below = repository.BaseCommit ?? own.Format.EmptyTree();
        IReadOnlyList<TreeEntry>? delta = dirty is null ? [] : await new DeltaLayer(git).TryWriteAsync(own, below, dirty.Commit, parts.Delta, LargestDelta, cancellationToken);
        string name = delta is null ? dirty!.Commit : below;
        Snapshot snapshot = await TakeAsync(own, name, place, cancellationToken);
        try
        {
            bool hasDelta = delta is { Count: > 0 };
            var overlay = new OverlayRecord(name, TargetOf(request), hasDelta, await ArtifactsOfAsync(request, snapshot, delta ?? [], cancellationToken));
            FileFaults.Guard(place.Root, () =>
            {
                Layout(own, commit).Write(parts.Git);
                File.WriteAllText(Path.Combine(parts.Git, "info", "exclude"), string.Concat(overlay.Artifacts.Select(path => $"/{path}/\n")));
                File.Copy(snapshot.Index, parts.Index);
                string[] lowers = [.. hasDelta ? (string[])[parts.Delta] : [], snapshot.Tree];
                IndexStatus.SetCopied(parts.Index, own.Format, parts.Upper, ScopeSeed.Plant(ScopeRules.Relative(request.Scope, repository.Root), lowers, parts.Upper));
                // After the planting, which makes the directories that these are in.
                parts.MakePlaces(overlay.Artifacts);
            });
            if (hasDelta)
                await PutInIndexAsync(own, parts, delta!, cancellationToken);
            (IReadOnlyList<string> included, string? includeWarning) = await new IncludedFiles(git).CopyAsync(repository, snapshot.Tree, parts.Upper, cancellationToken);
            var record = new WorkspaceRecord
            {
                Format = own.Format,
                Isolation = IsolationKind.Overlay,
                BaseCommit = commit,
                TrustedBefore = default,
                Files = [],
                LeftOut = [.. overlay.Artifacts, .. included],
                Warnings = [.. dirty?.Warnings ?? [], .. snapshot.Facts.Warnings, .. includeWarning is null ? (string[])[] : [includeWarning]],
                Overlay = overlay,
            };
            FileFaults.Guard(place.RecordFile, () => WorkspaceRecordFile.Write(place.RecordFile, record));
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
        Snapshot snapshot = await TakeAsync(own, record.Overlay!.Snapshot, place, cancellationToken);
        return Workspace(repository, new OverlayParts(place.Root), record, own, isReused: true, pinWarning, snapshot);
    }

    private async Task<Snapshot> TakeAsync(JobRepository own, string name, WorkspacePlace place, CancellationToken cancellationToken)
    {
        try
        {
            return await snapshots.TakeAsync(own, name, place.Owner, cancellationToken);
        }
        catch (ErrandException fault) when (PartialClone.Explains(own.User, fault))
        {
            throw PartialClone.Fault(own.User, name, fault);
        }
    }

    /// <summary>At the repository's own path builds find what they wrote down of it; not where something else is to be seen below that path.</summary>
    private static string TargetOf(OverlayRequest request)
    {
        string root = request.Repository.Root;
        bool isNeeded = request.Beside.Any(path => path == root || path.StartsWith(root.TrimEnd('/') + '/', StringComparison.Ordinal));
        return isNeeded ? Path.Combine(request.Place.Root, "tree") : root;
    }

    /// <summary>What was built from the checkout belongs to what is checked out; to another commit it would be an accident.</summary>
    private async Task<IReadOnlyList<string>> ArtifactsOfAsync(OverlayRequest request, Snapshot snapshot, IReadOnlyList<TreeEntry> delta, CancellationToken cancellationToken) =>
        request.Repository is { BaseName: "HEAD" or RevisionName.Dirty, Root: var root }
            ? await new ArtifactFinder(git).FindAsync(root, snapshot.Tree, snapshot.Facts.Directories, settings.Artifacts, delta, cancellationToken)
            : [];

    /// <summary>What the user changed is read again by the worker's first look; all other files keep their status.</summary>
    private async Task PutInIndexAsync(JobRepository own, OverlayParts parts, IReadOnlyList<TreeEntry> delta, CancellationToken cancellationToken)
    {
        GitCommand command = own.Command("update-index", "-z", "--index-info") with { IndexFile = parts.Index, Input = IndexInfo.Of(delta, own.Format) };
        await git.RunAsync(command, cancellationToken);
    }

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
        string[] lowers = [.. overlay.HasDelta ? (string[])[parts.Delta] : [], snapshots.PlaceOf(overlay.Snapshot).Tree];
        string? directoryWarning = lowers.Select(lower => WorkingDirectory.Find(lower, repository)).Select(found => found.Warning).OrderBy(text => text is not null).First();
        string shown = directoryWarning is null && repository.Prefix.Length > 0 ? Path.Combine(overlay.Target, repository.Prefix) : overlay.Target;
        var layers = new WorkspaceLayers(parts.Upper, lowers, snapshots.PlaceOf(overlay.Snapshot).Index);
        var view = new OverlayView(overlay.Target, parts.Work, parts.Git, [.. overlay.Artifacts.Select((path, index) => parts.Artifact(path, repository.Root, index))]);
        // What is only captured is not mounted, and its snapshot may be gone.
        IReadOnlyList<OverlayArtifact> standing = snapshot is null ? view.Artifacts : view.Standing(layers);
        string? artifactWarning = standing.Count == view.Artifacts.Count ? null
            : $"Directories of the checkout are left out, because they or their places are gone or links now: {WorkspaceWarnings.Names([.. view.Artifacts.Except(standing).Select(artifact => Escaping.Quote(artifact.Path, '\''))])}.";
        string[] warnings = [.. record.Warnings, .. new[] { snapshot is null ? null : directoryWarning, artifactWarning, warning }.OfType<string>()];
        return new PreparedWorkspace(parts.Upper, shown, BaseOf(repository, record), record, own, isReused, warnings, snapshot)
        {
            Layers = layers,
            View = view with { Artifacts = standing },
        };
    }
}
