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
        foreach (string path in directories.Prepend("").SelectMany(directory => names.Select(name => directory.Length == 0 ? name : $"{directory}/{name}")))
        {
            bool isBelow = found.Any(other => path.StartsWith(other + '/', StringComparison.Ordinal));
            if (found.Count < Most && !isBelow && checkout.Find(path) is { IsDirectory: true } && files.Find(path) is null)
                found.Add(path);
        }

        return found;
    }
}
