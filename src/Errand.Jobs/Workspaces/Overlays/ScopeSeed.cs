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

    private static readonly char[] Wildcards = ['*', '?', '[', '{'];

    /// <param name="scope">The job's globs; empty = everything.</param>
    /// <param name="lowers">The layers of the base, the topmost first.</param>
    /// <param name="upper">The upper layer, still empty.</param>
    /// <returns>The directories that were copied.</returns>
    /// <exception cref="FileFault">Something cannot be copied.</exception>
    public static IReadOnlyList<string> Plant(IReadOnlyList<string> scope, IReadOnlyList<string> lowers, string upper)
    {
        using MergedDirectory from = MergedDirectory.Open(lowers);
        using OpenDirectory to = OpenDirectory.Open(upper);
        string[] directories = scope.Count == 0 ? AllOf(from) : Outermost(scope.Select(DirectoryOf).OfType<string>());
        var planted = new List<string>();
        int left = MostFiles;
        foreach (string path in directories)
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

    private static string[] AllOf(MergedDirectory from) =>
        from.Count(MostOfAll) > MostOfAll ? [] : [.. from.Read().Where(entry => entry.Item.Status.IsDirectory).Select(entry => entry.Item.Name)];

    /// <summary>The directory that a glob is about; null = it is about files in no particular one.</summary>
    private static string? DirectoryOf(string glob)
    {
        int wildcard = glob.IndexOfAny(Wildcards);
        int end = wildcard < 0 ? -1 : glob.LastIndexOf('/', wildcard);
        string directory = end <= 0 ? "" : glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..Math.Max(2, end)] : glob[..end];
        return directory.Length == 0 || directory.Split('/').Any(name => name is "" or "." or ".." or ".git") ? null : directory;
    }

    private static string[] Outermost(IEnumerable<string> directories)
    {
        string[] all = [.. directories.Distinct()];
        return [.. all.Where(path => !all.Any(other => path.StartsWith(other + '/', StringComparison.Ordinal)))];
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
