using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Turns what is on disk into a commit, a list of changes and a patch, believing nothing but the files. Call it once no process of the job is left.
/// Repeating it is safe: it sets the same refs to what is on disk then.
/// </summary>
public sealed class WorkCollector(GitClient git, TimeProvider clock)
{
    private const int OwnerRights = 0x1C0;

    /// <summary>Captures the work of an attempt: <c>refs/errand/jobs/ID</c> and <c>refs/errand/attempts/ID/N</c> in the user's repository name its commit.</summary>
    /// <exception cref="ErrandException">Neither the user's repository nor Errand's own directory could be written; the workspace still holds the work.</exception>
    public async Task<CapturedWork> CollectAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        PreparedWorkspace workspace = request.Workspace;
        ScannedWork scanned = await ScanAsync(request, cancellationToken);
        FileFaults.Guard(request.PatchFile, () => Directory.CreateDirectory(Path.GetDirectoryName(request.PatchFile)!));
        (WrittenCommit written, string? warning) = await WriteAsync(request, scanned, cancellationToken);
        Task patch = ChangeSet.WritePatchAsync(git, workspace.Repository, workspace.Base, written.Commit, request.PatchFile, cancellationToken);
        IReadOnlyList<FileChange> files = await ChangeSet.ReadAsync(git, workspace.Repository, workspace.Base, written.Commit, cancellationToken);
        await patch;
        PatchHeaders.Mend(request.PatchFile, files);
        return new CapturedWork
        {
            Base = workspace.Base,
            Commit = written.Commit,
            Tree = written.Tree,
            Files = files,
            Violations = scanned.Violations,
            Warnings = [.. new[] { scanned.Warning, warning }.OfType<string>()],
            Ignored = scanned.Ignored,
            PatchFile = request.PatchFile,
            IsInUserRepository = warning is null,
        };
    }

    /// <summary>What is on disk now as a commit that none of the user's refs names, by the rules of a capture.</summary>
    /// <exception cref="ErrandException">The tree cannot be read, or no object store can be written.</exception>
    internal async Task<string> SnapshotAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        ScannedWork scanned = await ScanAsync(request, cancellationToken);
        return (await WriteAsync(request.Workspace.Repository.WritableObjects, request, scanned, cancellationToken)).Commit;
    }

    private async Task<ScannedWork> ScanAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        PreparedWorkspace workspace = request.Workspace;
        BaseTree tree = await TreeAsync(workspace, cancellationToken);
        IgnoreRules rules = await BaseIgnoreRules.LoadAsync(git, workspace.Repository, tree, workspace.Record, cancellationToken);
        var scan = new WorkScan(workspace.Record, tree, rules, request.Limits) { Named = request.Named, Lowers = workspace.Layers?.Lowers };
        return FileFaults.Guard(TreeOf(workspace), () =>
        {
            using OpenDirectory root = OpenRoot(workspace);
            return scan.Run(root);
        });
    }

    /// <summary>Where the work is on disk.</summary>
    private static string TreeOf(PreparedWorkspace workspace) => workspace.Layers?.Upper ?? workspace.Root;

    /// <summary>A worker may have taken the right to read the root away, even from itself.</summary>
    private static OpenDirectory OpenRoot(PreparedWorkspace workspace)
    {
        string tree = TreeOf(workspace);
        if (workspace.Isolation != IsolationKind.Inplace)
        {
            using OpenDirectory parent = OpenDirectory.Open(Path.GetDirectoryName(tree)!);
            string name = Path.GetFileName(tree);
            if (parent.Status(name) is { IsDirectory: true } status && (status.Mode & OwnerRights) != OwnerRights)
                parent.Unlock(name);
        }

        return OpenDirectory.OpenRoot(tree);
    }

    /// <summary>
    /// The base: what the record has of it or, since an overlay's has nothing, the index of its snapshot. It is listed when the job goes on from another base than
    /// its workspace was made from.
    /// </summary>
    private async Task<BaseTree> TreeAsync(PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        if (workspace.Layers is null && workspace.Base == workspace.Record.Base)
            return new ListedTree(workspace.Record.Files.Select(file => file.Entry));

        bool isSnapshot = workspace.Layers is { Lowers.Count: 1 } && workspace.Record.Overlay?.Snapshot == workspace.Base;
        if (isSnapshot && Read(workspace.Layers!.Index) is { } content && IndexedTree.TryRead(content, workspace.Record.Format) is { } indexed)
            return indexed;

        return new ListedTree(await TreeListing.OfTreeAsync(git, workspace.Repository.Directory, workspace.Base, cancellationToken));
    }

    /// <summary>Null = it cannot be read: a snapshot that no job is at work on may be gone.</summary>
    private static byte[]? Read(string index)
    {
        try
        {
            return File.ReadAllBytes(index);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes into the user's repository, or, when that fails for whatever reason, into Errand's own directory.</summary>
    private async Task<(WrittenCommit Commit, string? Warning)> WriteAsync(CaptureRequest request, ScannedWork scanned, CancellationToken cancellationToken)
    {
        JobRepository repository = request.Workspace.Repository;
        try
        {
            WrittenCommit commit = await WriteAsync(repository.UserObjects, request, scanned, cancellationToken);
            (string, string)[] refs = [(JobRefs.Attempt(request.Job, request.Attempt), commit.Commit), (JobRefs.Work(request.Job), commit.Commit)];
            await JobRefs.UpdateAsync(git, repository.User.CommonGitDirectory, refs, cancellationToken);
            return (commit, null);
        }
        catch (ErrandException fault)
        {
            WrittenCommit commit = await WriteAsync(repository.OwnObjects, request, scanned, cancellationToken);
            await KeepAsync(repository, commit.Commit, cancellationToken);
            return (commit, $"The work could not be written to the repository '{repository.User.Root}' and is kept in '{repository.Directory}' only: {fault.Message}");
        }
    }

    /// <summary>Git stores no object that another store has already, and the user's may lose what no ref keeps; so all of the work is packed into our own.</summary>
    private async Task KeepAsync(JobRepository repository, string commit, CancellationToken cancellationToken)
    {
        string known = repository.User.BaseCommit is { } head ? $"^{head}\n" : "";
        GitCommand pack = repository.Command("pack-objects", "--quiet", "--revs", Path.Combine(repository.OwnObjects, "pack/pack")) with { Input = Encoding.ASCII.GetBytes($"{commit}\n{known}") };
        await git.RunAsync(pack, cancellationToken);
    }

    private async Task<WrittenCommit> WriteAsync(string objectDirectory, CaptureRequest request, ScannedWork scanned, CancellationToken cancellationToken)
    {
        var writer = new CommitWriter(git, request.Workspace.Repository, objectDirectory);
        var entries = new List<TreeEntry>(scanned.Changed.Count);
        using OpenDirectory root = OpenDirectory.OpenRoot(TreeOf(request.Workspace));
        using var cursor = new DirectoryCursor(root);
        foreach (FoundEntry entry in scanned.Changed)
        {
            if (Content(cursor, entry, request.Limits) is { } content)
                entries.Add(new TreeEntry(entry.Path, request.Workspace.Record.ModeOf(entry), await writer.AddAsync(content, cancellationToken)));
        }

        var plan = new CommitPlan
        {
            Name = JobRefs.Work(request.Job),
            OtherName = JobRefs.Attempt(request.Job, request.Attempt),
            Parent = request.Workspace.BaseCommit,
            Message = request.Message,
            At = clock.GetUtcNow(),
            Deleted = scanned.Deleted,
            Put = entries,
        };
        return await writer.CommitAsync(plan, cancellationToken);
    }

    /// <summary>An entry's bytes; null when it went away or grew since it was compared, which only the user can do to an in-place workspace.</summary>
    private static byte[]? Content(DirectoryCursor cursor, FoundEntry entry, CaptureLimits limits)
    {
        try
        {
            OpenDirectory parent = cursor.ParentOf(entry.Path, out string name);
            return entry.Status.IsLink ? parent.ReadLink(name) : FileContent.Read(parent, name, limits.FileBytes);
        }
        catch (FileFault)
        {
            return null;
        }
    }
}
