using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Brings ignored files of the user's checkout into a private tree that the user has named in <c>.worktreeinclude</c>, as other tools have it: a file at the
/// repository's root with patterns like those of <c>.gitignore</c>; what matches one and is ignored is copied. They are no part of the work.
/// What can hold secrets or steer a program comes only if a line names it without a wildcard.
/// </summary>
internal sealed class IncludedFiles(GitClient git)
{
    public const string FileName = ".worktreeinclude";

    private const int MostFiles = 200;
    private const long MostBytes = 16L << 20;
    private const int LongestList = 1 << 20;

    private static readonly char[] Wildcards = ['*', '?', '['];

    /// <summary>Copies them, where nothing is yet.</summary>
    /// <param name="repository">Whose checkout.</param>
    /// <param name="tree">The files of the base, which are not covered.</param>
    /// <param name="upper">The upper layer of the workspace.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The paths that were copied, and what has to be said about others.</returns>
    /// <exception cref="ErrandException">The checkout cannot be read.</exception>
    public async Task<(IReadOnlyList<string> Paths, string? Warning)> CopyAsync(RepositorySpec repository, string tree, string upper, CancellationToken cancellationToken)
    {
        string list = Path.Combine(repository.Root, FileName);
        if (FileContent.TryRead(list, LongestList) is not { } content)
            return ([], null);

        IReadOnlyList<string> matching = await ListAsync(repository, list, cancellationToken);
        HashSet<string> named = [.. Text(content).Select(line => line.TrimStart('/')).Where(line => line.IndexOfAny(Wildcards) < 0)];
        string[] held = [.. matching.Where(path => SensitivePaths.ClassesOf(path).Any() && !named.Contains(path) && !named.Contains(GitPath.NameOf(path)))];
        return FileFaults.Guard(upper, () =>
        {
            using OpenDirectory from = OpenDirectory.Open(repository.Root);
            using OpenDirectory below = OpenDirectory.Open(tree);
            using OpenDirectory to = OpenDirectory.Open(upper);
            var copied = new List<string>();
            var left = new List<string>(held);
            long bytes = 0;
            foreach (string path in matching.Except(held))
            {
                if (copied.Count < MostFiles && TryCopy(from, below, to, path, MostBytes - bytes) is { } length)
                {
                    bytes += length;
                    copied.Add(path);
                }
                else
                {
                    left.Add(path);
                }
            }

            return ((IReadOnlyList<string>)copied, left.Count == 0 ? null : $"{FileName} matches files that the workspace does not have, because they may hold secrets and no line names them, or are many or large: {WorkspaceWarnings.Names([.. left.Select(path => Escaping.Quote(path, '\''))])}.");
        });
    }

    private static IEnumerable<string> Text(byte[] content) => Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not '#' and not '!');

    /// <summary>Untracked files that match the list, without those that the user's ignore files do not name.</summary>
    private async Task<IReadOnlyList<string>> ListAsync(RepositorySpec repository, string list, CancellationToken cancellationToken)
    {
        var command = new GitCommand("ls-files", "-z", "--others", "--ignored", $"--exclude-from={list}") { Directory = repository.Root, AsUser = true };
        ReadOnlyMemory<byte> matching = await git.RunAsync(command, cancellationToken);
        if (matching.IsEmpty)
            return [];

        const int noneIsIgnored = 1;
        var ignored = new GitCommand("check-ignore", "-z", "--stdin") { Directory = repository.Root, AsUser = true, Input = matching, Answers = [noneIsIgnored] };
        return [.. TreeListing.Records(await git.RunAsync(ignored, cancellationToken)).Select(record => GitPath.Decode(record.Span)).Where(path => !path.EndsWith('/'))];
    }

    /// <summary>The file's length; null = it is no file, too long, or stands where the base has something.</summary>
    private static long? TryCopy(OpenDirectory from, OpenDirectory below, OpenDirectory to, string path, long longest)
    {
        try
        {
            using OpenDirectory source = from.OpenParent(path, out string name);
            if (source.Status(name) is not { IsFile: true } status || status.Size > longest || below.Find(path) is not null)
                return null;

            using OpenDirectory target = to.OpenMade(GitPath.DirectoryOf(path));
            if (target.Status(name) is not null)
                return null;
            TreeCopy.CopyFile(source, target, new DirectoryItem(name, status));
            return status.Size;
        }
        catch (FileFault)
        {
            return null;
        }
    }
}
