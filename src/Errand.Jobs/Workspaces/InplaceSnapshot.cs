using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Makes a commit of the user's tree as the bytes on disk, untracked files included, before a worker begins in it. Bytes and not what the user's filters
/// would make of them: afterwards a worker may have changed filters and attributes, so the two states are compared without either.
/// </summary>
internal sealed class InplaceSnapshot(GitClient git, ErrandEnvironment environment, TimeProvider clock)
{
    private const string Message = "The tree before the job";

    /// <summary>Files changed this close before the snapshot are read again later: two clocks of one file system are not further apart.</summary>
    private const uint ClockMargin = 2;

    /// <summary>What is there belongs to the user, so it is taken whatever it is; only huge files are left out.</summary>
    private static readonly CaptureLimits Limits = CaptureLimits.Default with { Files = int.MaxValue, Bytes = 2L << 30 };

    /// <exception cref="ErrandException">The tree cannot be read, or no object store can be written.</exception>
    public async Task<WorkspaceRecord> TakeAsync(JobRepository own, JobId job, CancellationToken cancellationToken)
    {
        Task<InplaceSettings> reading = InplaceSettings.ReadAsync(git, environment, own.User, cancellationToken);
        IReadOnlyList<(TreeEntry Entry, bool IsSkipped)> tracked = await TrackedAsync(own.User, cancellationToken);
        InplaceSettings settings = await reading;

        var empty = new WorkspaceRecord
        {
            Format = own.Format,
            Isolation = IsolationKind.Inplace,
            BaseCommit = null,
            TrustedBefore = FileFaults.Guard(own.Directory, () => Now(own)),
            Files = [],
            IgnoreFiles = settings.IgnoreFiles,
            KeepsModes = settings.KeepsModes,
        };
        var tree = new ListedTree(tracked.Select(item => item.Entry));
        InplaceFindings findings = FileFaults.Guard(own.User.Root, () => InplaceFindings.Of(own.User.Root, tree, empty, Limits));
        WorkspaceRecord record = empty with { LeftOut = findings.LeftOut, Warnings = findings.Warnings, Ignored = findings.Ignored };

        TreeEntry[] kept = [.. tracked.Where(item => IsKept(item, findings)).Select(item => item.Entry)];
        try
        {
            return await WriteAsync(own, own.UserObjects, job, record, findings, kept, cancellationToken);
        }
        catch (ErrandException)
        {
            return await WriteAsync(own, own.OwnObjects, job, record, findings, kept, cancellationToken);
        }
    }

    /// <summary>The index's entries. One that is not merged yet counts once; its content on disk is what matters.</summary>
    private async Task<IReadOnlyList<(TreeEntry, bool)>> TrackedAsync(RepositorySpec repository, CancellationToken cancellationToken)
    {
        var command = new GitCommand("ls-files", "-z", "-t", "--stage") { Directory = repository.Root, AsUser = true };
        var entries = new Dictionary<string, (TreeEntry, bool)>();
        foreach (ReadOnlyMemory<byte> record in TreeListing.Records(await git.RunAsync(command, cancellationToken)))
        {
            // "H MODE ID STAGE TAB PATH"; S instead of H where the checkout leaves the file out.
            int tab = record.Span.IndexOf((byte)'\t');
            string[] words = Encoding.ASCII.GetString(record.Span[..tab]).Split(' ');
            var entry = new TreeEntry(GitPath.Decode(record.Span[(tab + 1)..]), Convert.ToInt32(words[1], 8), words[2]);
            entries[entry.Path] = (entry, words[0] == "S");
        }

        return [.. entries.Values];
    }

    /// <summary>Whether an entry without a file on disk stays in the tree: a submodule, or a file that a sparse checkout leaves out.</summary>
    private static bool IsKept((TreeEntry Entry, bool IsSkipped) item, InplaceFindings findings) =>
        !findings.Paths.Contains(item.Entry.Path) && (item.IsSkipped || item.Entry.Mode == FileModes.Submodule);

    private async Task<WorkspaceRecord> WriteAsync(
        JobRepository own, string objectDirectory, JobId job, WorkspaceRecord record, InplaceFindings findings, TreeEntry[] kept, CancellationToken cancellationToken)
    {
        var writer = new CommitWriter(git, own, objectDirectory);
        List<KnownFile> files = [.. kept.Select(entry => new KnownFile(entry, default))];
        using (OpenDirectory root = OpenDirectory.Open(own.User.Root))
        using (var cursor = new DirectoryCursor(root))
        {
            foreach (InplaceFile file in findings.Files)
            {
                string id = file.IsStored ? file.Entry.Id : await writer.AddAsync(file.Read(cursor, Limits.FileBytes), cancellationToken);
                files.Add(new KnownFile(file.Entry with { Id = id }, file.Stamp));
            }
        }

        var plan = new CommitPlan
        {
            Name = JobRefs.Base(job),
            Parent = own.User.BaseCommit,
            Message = Message,
            At = clock.GetUtcNow(),
            ReplacesAll = true,
            Put = [.. files.Select(file => file.Entry)],
        };
        WrittenCommit written = await writer.CommitAsync(plan, cancellationToken);
        return record with { BaseCommit = written.Commit, Files = files };
    }

    private static (uint, uint) Now(JobRepository own)
    {
        const string probe = "clock";
        File.WriteAllText(Path.Combine(own.Directory, probe), "");
        using OpenDirectory directory = OpenDirectory.Open(own.Directory);
        FileStamp now = directory.Status(probe)!.Value.Stamp;
        return (now.Seconds - ClockMargin, now.Nanoseconds);
    }
}
