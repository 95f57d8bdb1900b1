using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A tree that was listed.</summary>
internal sealed class ListedTree : BaseTree
{
    private readonly Dictionary<string, TreeEntry> entries;
    private readonly HashSet<string> directories = [];
    private string[]? sorted;

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
        : directories.Contains(path) ? Below(path + '/')
        : [];

    public override IEnumerable<TreeEntry> Named(string name) =>
        Entries.Where(entry => entry.Path == name || entry.Path.EndsWith('/' + name, StringComparison.Ordinal));

    private IEnumerable<TreeEntry> Below(string prefix)
    {
        sorted ??= [.. entries.Keys.Order(StringComparer.Ordinal)];
        int at = Array.BinarySearch(sorted, prefix, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < sorted.Length && sorted[at].StartsWith(prefix, StringComparison.Ordinal); at++)
            yield return entries[sorted[at]];
    }

    private void AddDirectories(string path)
    {
        for (string directory = GitPath.DirectoryOf(path); directory.Length > 0 && directories.Add(directory);)
            directory = GitPath.DirectoryOf(directory);
    }
}
