using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Puts copies of the directories that a job may change into its upper layer. The kernel renames no directory that lies below (rename(2) says EXDEV): <c>mv</c>
/// copies it then, but <c>git mv</c> and most languages' own functions fail. One that is all in the upper layer is renamed like any other.
/// </summary>
internal static class ScopeSeed
{
    /// <summary>Most files that are copied for a scope.</summary>
    private const int MostFiles = 2_000;

    /// <summary>Most files of a whole tree that are copied for a job that may change everything.</summary>
    private const int MostOfAll = 300;

    /// <summary>What ends the part of a glob that is a path as it stands.</summary>
    private static readonly char[] Wildcards = ['*', '?', '[', '{', '\\'];

    /// <param name="scope">The job's globs, relative to the repository's root; empty = everything.</param>
    /// <param name="lowers">The layers of the base, the topmost first.</param>
    /// <param name="upper">The upper layer, still empty.</param>
    /// <returns>The directories that were copied.</returns>
    /// <exception cref="FileFault">Something cannot be copied.</exception>
    public static IReadOnlyList<string> Plant(IReadOnlyList<string> scope, IReadOnlyList<string> lowers, string upper)
    {
        using MergedDirectory from = MergedDirectory.Open(lowers);
        using OpenDirectory to = OpenDirectory.Open(upper);
        string[] about = DirectoriesOf(scope);
        bool isAll = about.Contains("") && from.Count(MostOfAll) <= MostOfAll;
        var planted = new List<string>();
        int left = MostFiles;
        foreach (string path in isAll ? TopOf(from) : about.Where(path => path.Length > 0))
        {
            using MergedDirectory? source = from.TryOpen(path);
            if (source is null)
                continue;
            int count = source.Count(left);
            if (count > left)
                continue;
            left -= count;
            if (TryPlant(source, to, path))
                planted.Add(path);
        }

        return planted;
    }

    /// <summary>Whether each directory that the scope is about can be renamed, and those in it: it was copied, or is the worker's own.</summary>
    /// <exception cref="FileFault">The layers cannot be read.</exception>
    public static bool Covers(IReadOnlyList<string> scope, WorkspaceLayers layers)
    {
        using MergedDirectory below = MergedDirectory.Open(layers.Lowers);
        using OpenDirectory upper = OpenDirectory.OpenRoot(layers.Upper);
        string[] about = DirectoriesOf(scope);
        foreach (string path in about.Contains("") ? TopOf(below) : about)
        {
            using MergedDirectory? there = below.TryOpen(path);
            if (there is not null && !Hides(upper, path))
                return false;
        }

        return true;
    }

    private static bool Hides(OpenDirectory upper, string path)
    {
        if (upper.Find(path) is not { } status)
            return false;
        if (!status.IsDirectory)
            return true;

        using OpenDirectory parent = upper.OpenParent(path, out string name);
        using OpenDirectory directory = parent.OpenChild(name);
        return directory.IsOpaque();
    }

    private static string[] TopOf(MergedDirectory tree) => [.. tree.Read().Where(entry => entry.Item.Status.IsDirectory).Select(entry => entry.Item.Name)];

    /// <summary>The outermost directories that globs are about; empty = the root.</summary>
    private static string[] DirectoriesOf(IReadOnlyList<string> scope)
    {
        string[] allowed = [.. scope.Where(glob => !glob.StartsWith('!'))];
        string[] all = allowed.Length == 0 ? [""] : [.. allowed.Select(DirectoryOf).OfType<string>().Distinct()];
        return [.. all.Where(path => !all.Any(other => path.StartsWith(other + '/', StringComparison.Ordinal)))];
    }

    /// <summary>The directory that a glob is about: the one before its first wildcard, or what it names, which may be a file. Null = files of the root, or nothing that a tree can have.</summary>
    private static string? DirectoryOf(string glob)
    {
        string path = glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..] : glob.TrimStart('/');
        int wildcard = path.IndexOfAny(Wildcards);
        if (wildcard >= 0 && !path.Contains('/') && !path.Contains("**", StringComparison.Ordinal))
            return null;
        string directory = wildcard < 0 ? path.TrimEnd('/') : path[..Math.Max(0, path.LastIndexOf('/', wildcard))];
        if (directory is "" or ".")
            return "";
        return directory.Split('/').Any(name => name is "" or "." or ".." or ".git") ? null : directory;
    }

    private static bool TryPlant(MergedDirectory source, OpenDirectory to, string path)
    {
        using OpenDirectory copy = to.OpenMade(path);
        // Without the mark the copy would do no harm, and no good.
        if (!copy.TryMakeOpaque())
            return false;
        TreeCopy.Copy(source, copy);
        return true;
    }
}
