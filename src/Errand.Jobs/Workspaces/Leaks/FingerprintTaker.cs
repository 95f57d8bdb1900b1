using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces.Leaks;

/// <summary>
/// Takes a <see cref="RepositoryFingerprint"/>: three git processes beside each other, the rest is read directly. For a job in place, the checkout's
/// files are left out, and with them the one command that would run the filters of a configuration which the worker could have written.
/// </summary>
public sealed class FingerprintTaker(GitClient git)
{
    private const int LongestPointer = 64 << 10;
    private const int LongestFile = 16 << 20;
    private const int LongestIndex = 1 << 30;

    private static readonly string[] ConfigurationFiles = ["config", "info/exclude", "info/attributes", "objects/info/alternates"];
    private static readonly string[] WorktreeFiles = ["HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"];

    /// <param name="repository">The repository.</param>
    /// <param name="isolation">Where the job works.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ErrandException">The repository cannot be read.</exception>
    public async Task<RepositoryFingerprint> TakeAsync(RepositorySpec repository, IsolationKind isolation, CancellationToken cancellationToken)
    {
        Task<ReadOnlyMemory<byte>> refs = ListRefsAsync(repository, cancellationToken);
        Task<ReadOnlyMemory<byte>[]> status = isolation == IsolationKind.Inplace ? Task.FromResult<ReadOnlyMemory<byte>[]>([]) : StatusAsync(repository, cancellationToken);
        Dictionary<(RepositoryPart, string), string> items = FileFaults.Guard(repository.CommonGitDirectory, () => ReadFiles(repository));
        foreach (string line in Encoding.UTF8.GetString((await refs).Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = line[..line.IndexOf(' ')];
            if (!name.StartsWith(JobRefs.Prefix, StringComparison.Ordinal))
                items[(name == "refs/stash" ? RepositoryPart.Stash : RepositoryPart.Refs, name)] = line;
        }

        ReadOnlyMemory<byte>[] changes = await status;
        FileFaults.Guard(repository.Root, () => AddStatus(items, repository, changes));
        return new RepositoryFingerprint(items);
    }

    private Task<ReadOnlyMemory<byte>> ListRefsAsync(RepositorySpec repository, CancellationToken cancellationToken) => git.RunAsync(
        new GitCommand("for-each-ref", "--format=%(refname) %(objectname) %(symref)") { Directory = repository.CommonGitDirectory, GitDirectory = repository.CommonGitDirectory },
        cancellationToken);

    /// <summary>What git knows, and what it does not: two processes beside each other, since the one waits for each file and the other for each directory.</summary>
    private Task<ReadOnlyMemory<byte>[]> StatusAsync(RepositorySpec repository, CancellationToken cancellationToken) => Task.WhenAll(
        git.RunAsync(
            new GitCommand("status", "--porcelain=v2", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=dirty") { Directory = repository.Root, AsUser = true },
            cancellationToken),
        git.RunAsync(new GitCommand("ls-files", "-z", "-t", "--others", "--exclude-standard") { Directory = repository.Root, AsUser = true }, cancellationToken));

    private static Dictionary<(RepositoryPart, string), string> ReadFiles(RepositorySpec repository)
    {
        string worktree = WorktreeGitDirectory(repository);
        var items = new Dictionary<(RepositoryPart, string), string>();
        foreach (string name in ConfigurationFiles)
            AddFile(items, RepositoryPart.Configuration, name, Path.Combine(repository.CommonGitDirectory, name));
        foreach (string name in WorktreeFiles)
            AddFile(items, RepositoryPart.Head, name, Path.Combine(worktree, name));
        AddFile(items, RepositoryPart.Configuration, "config.worktree", Path.Combine(worktree, "config.worktree"));
        AddFile(items, RepositoryPart.Stash, "logs/refs/stash", Path.Combine(repository.CommonGitDirectory, "logs/refs/stash"));

        string hooks = Path.Combine(repository.CommonGitDirectory, "hooks");
        if (Directory.Exists(hooks))
        {
            using OpenDirectory directory = OpenDirectory.Open(hooks);
            foreach (DirectoryItem hook in directory.Read())
                AddFile(items, RepositoryPart.Hooks, $"hooks/{hook.Name}", Path.Combine(hooks, hook.Name), hook.Status.Mode);
        }

        AddIndex(items, Path.Combine(worktree, "index"), repository);
        return items;
    }

    /// <summary>The git directory of this working tree, which has the index and HEAD; the common one unless the tree is a linked one.</summary>
    private static string WorktreeGitDirectory(RepositorySpec repository)
    {
        const string pointer = "gitdir: ";
        string path = Path.Combine(repository.Root, ".git");
        return FileContent.TryRead(path, LongestPointer) is { } content && Encoding.UTF8.GetString(content).Trim() is var text && text.StartsWith(pointer, StringComparison.Ordinal)
            ? Path.GetFullPath(text[pointer.Length..], repository.Root)
            : repository.CommonGitDirectory;
    }

    private static void AddFile(Dictionary<(RepositoryPart, string), string> items, RepositoryPart part, string name, string path, int mode = 0)
    {
        using OpenDirectory? directory = TryOpen(Path.GetDirectoryName(path)!);
        string last = Path.GetFileName(path);
        if (directory?.Status(last) is { } status)
            items[(part, name)] = $"{mode} {Content(directory, last, status)}";
    }

    /// <summary>A worker can have put anything there: what is no small regular file is known by its kind and stamp, and never waited for.</summary>
    private static string Content(OpenDirectory directory, string name, FileStatus status)
    {
        if (status.IsLink)
            return $"link to {Convert.ToHexString(directory.ReadLink(name))}";

        return status.IsFile && FileContent.Read(directory, name, LongestFile) is { } content
            ? Convert.ToHexStringLower(SHA256.HashData(content))
            : $"{status.Kind} {status.Stamp}";
    }

    private static OpenDirectory? TryOpen(string path)
    {
        try
        {
            return OpenDirectory.Open(path);
        }
        catch (FileFault)
        {
            return null;
        }
    }

    private static void AddIndex(Dictionary<(RepositoryPart, string), string> items, string path, RepositorySpec repository)
    {
        if (FileContent.TryRead(path, LongestIndex) is not { } content)
            return;

        ObjectFormat format = repository.BaseCommit is { } commit ? ObjectFormats.Of(commit) : ObjectFormat.Sha1;
        items[(RepositoryPart.Index, "index")] = IndexReader.TryDigest(content, format) ?? Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Adds what status lists. A listed file's stamp counts too: it may be changed a second time without another line.</summary>
    private static void AddStatus(Dictionary<(RepositoryPart, string), string> items, RepositorySpec repository, ReadOnlyMemory<byte>[] status)
    {
        if (status.All(part => part.IsEmpty))
            return;

        using OpenDirectory root = OpenDirectory.Open(repository.Root);
        foreach (ReadOnlyMemory<byte> record in status.SelectMany(TreeListing.Records))
        {
            string line = GitPath.Decode(record.Span);
            // "1 XY SUB MODE MODE MODE ID ID PATH", "u XY SUB MODE MODE MODE MODE ID ID ID PATH", "? PATH", the last from ls-files.
            int columns = line[0] switch { '1' => 9, 'u' => 11, _ => 2 };
            string path = line.Split(' ', columns)[^1].TrimEnd('/');
            items[(RepositoryPart.Files, path)] = $"{line[..Math.Min(4, line.Length)]} {Stamp(root, path)}";
        }
    }

    private static string Stamp(OpenDirectory root, string path)
    {
        try
        {
            using OpenDirectory parent = root.OpenParent(path, out string name);
            return parent.Status(name)?.Stamp.ToString() ?? "";
        }
        catch (FileFault)
        {
            return "";
        }
    }
}
