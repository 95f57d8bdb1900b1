using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>What a fresh clone lacks that the user's checkout may have.</summary>
internal static class WorkspaceWarnings
{
    private const int MostNames = 3;
    private const int LongestAttributes = 1 << 20;

    /// <param name="paths">All paths of the base with their modes.</param>
    /// <param name="root">Where its files are.</param>
    public static IEnumerable<string> Of(IEnumerable<(string Path, int Mode)> paths, string root)
    {
        string[] submodules = [.. paths.Where(entry => entry.Mode == FileModes.Submodule).Select(entry => Escaping.Quote(entry.Path, '\''))];
        if (submodules.Length > 0)
            yield return $"{Count(submodules.Length, "submodule is", "submodules are")} left empty: {Names(submodules)}.";

        // The repository decides what stands there, be it a link to an endless device.
        if (FileContent.TryRead(Path.Combine(root, ".gitattributes"), LongestAttributes) is { } attributes && attributes.AsSpan().IndexOf("filter=lfs"u8) >= 0)
            yield return "Files kept by Git LFS are pointers in the workspace, not their content.";
    }

    /// <summary>The first names of a list.</summary>
    public static string Names(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count:N0} {many}";
}
