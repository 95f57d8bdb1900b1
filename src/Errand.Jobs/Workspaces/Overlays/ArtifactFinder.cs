using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Finds the directories of the user's checkout that a build needs and no commit has: packages that were installed, tools that were made.</summary>
internal sealed class ArtifactFinder(GitClient git)
{
    private const int Most = 32;

    /// <param name="root">The user's checkout.</param>
    /// <param name="tree">The files of the base.</param>
    /// <param name="directories">Directories of the base in which is looked, beside its root.</param>
    /// <param name="names">What they may be called.</param>
    /// <param name="delta">What the base has beyond those files.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>Their paths; all are ignored, none is part of the base, none is a link, and none is below another.</returns>
    /// <exception cref="ErrandException">The checkout cannot be read.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(
        string root, string tree, IEnumerable<string> directories, IReadOnlyList<string> names, IReadOnlyList<TreeEntry> delta, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> candidates = FileFaults.Guard(root, () => Candidates(root, tree, directories, names));
        string[] free = [.. candidates.Where(path => !delta.Any(entry => entry.Path == path || entry.Path.StartsWith(path + '/', StringComparison.Ordinal)))];
        if (free.Length == 0)
            return [];

        // What is not ignored is work, which must not land where changes are thrown away. None of it is in the base, so the index need not be read.
        const int noneIsIgnored = 1;
        byte[] input = [.. free.SelectMany(path => GitPath.Encode(path).Append((byte)0))];
        var command = new GitCommand("check-ignore", "--no-index", "-z", "--stdin") { Directory = root, AsUser = true, Input = input, Answers = [noneIsIgnored] };
        HashSet<string> ignored = [.. TreeListing.Records(await git.RunAsync(command, cancellationToken)).Select(record => GitPath.Decode(record.Span))];
        return [.. free.Where(ignored.Contains)];
    }

    private static List<string> Candidates(string root, string tree, IEnumerable<string> directories, IReadOnlyList<string> names)
    {
        var found = new List<string>();
        using OpenDirectory checkout = OpenDirectory.Open(root);
        using OpenDirectory files = OpenDirectory.Open(tree);
        using var cursor = new DirectoryCursor(checkout);
        foreach (string path in directories.Prepend("").SelectMany(directory => names.Select(name => directory.Length == 0 ? name : $"{directory}/{name}")))
        {
            bool isBelow = found.Any(other => path.StartsWith(other + '/', StringComparison.Ordinal));
            if (found.Count < Most && !isBelow && IsDirectory(cursor, path) && files.Find(path) is null)
                found.Add(path);
        }

        return found;
    }

    /// <summary>The cursor opens a directory once for all names that are looked for in it.</summary>
    private static bool IsDirectory(DirectoryCursor cursor, string path)
    {
        try
        {
            return cursor.ParentOf(path, out string name).Status(name) is { IsDirectory: true };
        }
        catch (FileFault)
        {
            return false;
        }
    }
}
