namespace Errand.Jobs.Workspaces.Files;

/// <summary>One directory of several layers, as an overlay of them shows it. No link is followed.</summary>
internal sealed class MergedDirectory : IDisposable
{
    private readonly List<OpenDirectory> layers;

    private MergedDirectory(List<OpenDirectory> layers) => this.layers = layers;

    /// <summary>Opens the root of layers by their absolute paths, the topmost first.</summary>
    /// <exception cref="FileFault">One cannot be opened.</exception>
    public static MergedDirectory Open(IReadOnlyList<string> roots) => new([.. roots.Select(OpenDirectory.Open)]);

    /// <summary>All entries that are seen, each with the layer's directory that it is in, ordered by name.</summary>
    public IEnumerable<(DirectoryItem Item, OpenDirectory Holder)> Read()
    {
        var seen = new SortedDictionary<string, (DirectoryItem Item, OpenDirectory Holder)>(StringComparer.Ordinal);
        foreach (OpenDirectory layer in layers)
        {
            foreach (DirectoryItem item in layer.Read())
                seen.TryAdd(item.Name, (item, layer));
        }

        return seen.Values.Where(entry => !entry.Item.Status.IsWhiteout);
    }

    /// <summary>Opens a directory in this one; null = there is none that is seen.</summary>
    public MergedDirectory? TryEnter(string name)
    {
        var entered = new List<OpenDirectory>();
        foreach (OpenDirectory layer in layers)
        {
            if (layer.Status(name) is not { } status)
                continue;
            if (!status.IsDirectory)
                break;
            entered.Add(layer.OpenChild(name));
            if (entered[^1].IsOpaque())
                break;
        }

        return entered.Count == 0 ? null : new MergedDirectory(entered);
    }

    /// <summary>Opens a directory of a path below this one; null = there is none that is seen, or a link or a name that no directory can have is on the way.</summary>
    public MergedDirectory? TryOpen(string path)
    {
        var current = new MergedDirectory([.. layers.Select(layer => layer.Reopen())]);
        try
        {
            foreach (string name in path.Split('/'))
            {
                using MergedDirectory left = current;
                if (left.TryEnter(name) is not { } next)
                    return null;
                current = next;
            }

            return current;
        }
        catch (FileFault)
        {
            return null;
        }
    }

    /// <summary>How many files are in the directory and below, counted no further than to one more than the most.</summary>
    public int Count(int most)
    {
        int count = 0;
        foreach ((DirectoryItem item, _) in Read())
        {
            if (item.Status.IsDirectory)
            {
                using MergedDirectory child = TryEnter(item.Name)!;
                count += child.Count(most - count);
            }
            else
            {
                count++;
            }

            if (count > most)
                return count;
        }

        return count;
    }

    public void Dispose() => layers.ForEach(layer => layer.Dispose());
}
