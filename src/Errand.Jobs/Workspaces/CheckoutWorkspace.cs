using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// A private clone outside the user's repository: its own git directory with a clean configuration, no hooks and no remotes, the user's
/// objects shared by alternates, the base's files as the bytes that the repository holds.
/// </summary>
public sealed class CheckoutWorkspace(GitClient git, TimeProvider clock)
{
    /// <summary>The branch that the worker finds itself on.</summary>
    public const string Branch = "errand/work";

    /// <summary>What a private clone's configuration says beyond the plain one.</summary>
    internal const string Configuration = $"[user]\n\tname = {GitIdentity.Name} worker\n\temail = {GitIdentity.Email}\n";

    /// <summary>Makes the workspace, or takes it as it is when an earlier attempt has left it. One that was only half made is made anew.</summary>
    /// <exception cref="ErrandException">The base cannot be read or the directory cannot be written; nothing in the user's checkout has changed.</exception>
    public async Task<PreparedWorkspace> PrepareAsync(RepositorySpec repository, WorkspacePlace place, CancellationToken cancellationToken)
    {
        WorkspacePlatform.Require();
        await git.RequireAsync(cancellationToken);
        if (await TryOpenAsync(repository, place, cancellationToken) is { } existing)
            return existing;

        FileFaults.Guard(place.Root, () => TreeRemoval.Remove(place.Root));
        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        DirtyBaseCommit? dirty = repository.Dirty ? await new DirtyBase(git, clock).CommitAsync(own, cancellationToken) : null;
        string? commit = dirty is null ? repository.BaseCommit : dirty.Commit;

        Task<string?> pin = BasePin.SetAsync(git, repository, place.Job, commit, cancellationToken);
        FileFaults.Guard(place.Root, () => Layout(own, commit).Write(GitDirectory(place)));
        if (commit is not null)
            await CheckOutAsync(repository, place, commit, cancellationToken);

        WorkspaceRecord record = FileFaults.Guard(place.Root, () => Record(own, place, commit));
        record = record with { Warnings = [.. dirty?.Warnings ?? [], .. WorkspaceWarnings.Of(record.Files.Select(file => (file.Entry.Path, file.Entry.Mode)), place.Root)] };
        string? pinWarning = await pin;
        FileFaults.Guard(place.RecordFile, () => WorkspaceRecordFile.Write(place.RecordFile, record));
        return Workspace(repository, place, record, own, isReused: false, pinWarning);
    }

    /// <summary>Opens a workspace that was made before, such as to capture the work of a job whose supervisor died; null = it was never completed or is gone. Removes nothing.</summary>
    /// <exception cref="ErrandException">It is of another kind.</exception>
    public async Task<PreparedWorkspace?> TryOpenAsync(RepositorySpec repository, WorkspacePlace place, CancellationToken cancellationToken)
    {
        if (WorkspaceRecordFile.Read(place.RecordFile) is not { } record || !Directory.Exists(place.Root))
            return null;
        if (record.Isolation != IsolationKind.Checkout)
            throw new ErrandException(ErrorCatalog.WorkspaceFailed, $"The workspace '{place.Root}' is of another kind ({SnakeCase.Of(record.Isolation)}), so it is not opened as a checkout.");

        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        PreparedWorkspace workspace = Workspace(repository, place, record, own, isReused: true, null);
        string? pinWarning = await BasePin.SetAsync(git, repository, place.Job, workspace.BaseCommit, cancellationToken);
        return pinWarning is null ? workspace : Workspace(repository, place, record, own, isReused: true, pinWarning);
    }

    /// <summary>Removes a workspace; one that is not there is no fault.</summary>
    /// <exception cref="ErrandException">Something in it cannot be removed.</exception>
    public static void Remove(WorkspacePlace place)
    {
        FileFaults.Guard(place.Root, () =>
        {
            // Without its record a half-removed workspace is never taken for a whole one.
            File.Delete(place.RecordFile);
            TreeRemoval.Remove(place.Root);
        });
    }

    private static string GitDirectory(WorkspacePlace place) => Path.Combine(place.Root, ".git");

    private static GitDirectoryLayout Layout(JobRepository own, string? commit) => new()
    {
        Format = own.Format,
        Alternates = own.HasOwnObjects ? [own.UserObjects, own.OwnObjects] : [own.UserObjects],
        IsBare = false,
        Branch = Branch,
        BranchTip = commit,
        ShallowFile = Path.Combine(own.User.CommonGitDirectory, "shallow"),
        Configuration = Configuration,
    };

    private async Task CheckOutAsync(RepositorySpec repository, WorkspacePlace place, string commit, CancellationToken cancellationToken)
    {
        var command = new GitCommand("read-tree", "-u", "--reset", commit)
        {
            Directory = place.Root,
            GitDirectory = GitDirectory(place),
            WorkTree = place.Root,
            Settings = ["checkout.workers=0"],
        };
        try
        {
            await git.RunAsync(command, cancellationToken);
        }
        catch (ErrandException fault) when (PartialClone.Explains(repository, fault))
        {
            throw PartialClone.Fault(repository, commit, fault);
        }
    }

    /// <summary>
    /// The index that git has just written names every file with its content and its status, so nothing need be read again. Its own
    /// change time is later than that of every file it names, or the same tick.
    /// </summary>
    private static WorkspaceRecord Record(JobRepository own, WorkspacePlace place, string? commit)
    {
        var record = new WorkspaceRecord
        {
            Format = own.Format,
            Isolation = IsolationKind.Checkout,
            BaseCommit = commit,
            TrustedBefore = default,
            Files = [],
        };
        if (commit is null)
            return record;

        using OpenDirectory directory = OpenDirectory.Open(GitDirectory(place));
        if (directory.Status("index") is not { } status)
            return record;

        IReadOnlyList<IndexEntry> entries = IndexReader.TryRead(File.ReadAllBytes(Path.Combine(GitDirectory(place), "index")), own.Format)
            ?? throw new IOException("git wrote an index of an unknown form");
        return record with
        {
            TrustedBefore = (status.Stamp.Seconds, status.Stamp.Nanoseconds),
            Files = [.. entries.Select(entry => new KnownFile(
                new TreeEntry(entry.Path, entry.Mode, entry.Id),
                entry.Mode == FileModes.Submodule ? default : entry.Stamp))],
        };
    }

    private static PreparedWorkspace Workspace(RepositorySpec repository, WorkspacePlace place, WorkspaceRecord record, JobRepository own, bool isReused, string? warning)
    {
        // A job that goes on from another's accepted work is compared with that work, not with what the clone began with.
        string baseName = repository.Dirty || repository.BaseCommit is null ? record.Base : repository.BaseCommit;
        (string directory, string? directoryWarning) = WorkingDirectory.Find(place.Root, repository);
        string[] warnings = [.. record.Warnings, .. new[] { directoryWarning, warning }.OfType<string>()];
        return new PreparedWorkspace(place.Root, directory, baseName, record, own, isReused, warnings, held: null);
    }
}
