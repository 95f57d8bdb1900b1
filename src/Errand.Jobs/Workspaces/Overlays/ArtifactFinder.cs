using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Finds the directories of the user's checkout that a build needs and no commit has: packages that were installed, tools that were made.</summary>
internal static class ArtifactFinder
{
    private const int Most = 32;

    /// <param name="root">The user's checkout.</param>
    /// <param name="tree">The files of the base.</param>
    /// <param name="directories">Directories of the base in which is looked, beside its root.</param>
    /// <param name="names">What they may be called.</param>
    /// <returns>Their paths; none is part of the base, none is a link, and none is below another.</returns>
    public static IReadOnlyList<string> Find(string root, string tree, IEnumerable<string> directories, IReadOnlyList<string> names)
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
