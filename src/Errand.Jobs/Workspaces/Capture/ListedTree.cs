using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A tree that was listed.</summary>
internal sealed class ListedTree : BaseTree
{
    private readonly Dictionary<string, TreeEntry> entries;
    private readonly HashSet<string> directories = [];

    public ListedTree(IEnumerable<TreeEntry> entries)
    {
        this.entries = entries.ToDictionary(entry => entry.Path);
        foreach (string path in this.entries.Keys)
            AddDirectories(path);
    }

    public override IEnumerable<TreeEntry> Entries => entries.Values;

    public override TreeEntry? Find(string path) => entries.TryGetValue(path, out TreeEntry entry) ? entry : null;

    public override bool HasDirectory(string path) => directories.Contains(path);

    public override IEnumerable<TreeEntry> AtOrBelow(string path) =>
        path.Length == 0 ? Entries
        : Find(path) is { } entry ? [entry]
        : directories.Contains(path) ? Entries.Where(entry => entry.Path.StartsWith(path + '/', StringComparison.Ordinal))
        : [];

    public override IEnumerable<TreeEntry> Named(string name) =>
        Entries.Where(entry => entry.Path == name || entry.Path.EndsWith('/' + name, StringComparison.Ordinal));

    private void AddDirectories(string path)
    {
        for (string directory = GitPath.DirectoryOf(path); directory.Length > 0 && directories.Add(directory);)
            directory = GitPath.DirectoryOf(directory);
    }
}
