using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>The tree that work is compared with, by path.</summary>
internal sealed class BaseTree
{
    private readonly Dictionary<string, TreeEntry> entries;
    private readonly HashSet<string> directories = [];

    public BaseTree(IEnumerable<TreeEntry> entries)
    {
        this.entries = entries.ToDictionary(entry => entry.Path);
        foreach (string path in this.entries.Keys)
            AddDirectories(path);
    }

    public IReadOnlyCollection<TreeEntry> Entries => entries.Values;

    public TreeEntry? Find(string path) => entries.TryGetValue(path, out TreeEntry entry) ? entry : null;

    /// <summary>Whether the tree has anything below a directory.</summary>
    public bool HasDirectory(string path) => directories.Contains(path);

    private void AddDirectories(string path)
    {
        for (string directory = GitPath.DirectoryOf(path); directory.Length > 0 && directories.Add(directory);)
            directory = GitPath.DirectoryOf(directory);
    }
}
