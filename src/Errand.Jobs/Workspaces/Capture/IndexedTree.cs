using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>A tree whose files are in an index of git's that nobody but Errand has written: nothing is listed, and what is asked for is looked up in the bytes.</summary>
internal sealed class IndexedTree : BaseTree
{
    private readonly byte[] content;
    private readonly ObjectFormat format;
    private readonly int[] places;

    private IndexedTree(byte[] content, ObjectFormat format, int[] places)
    {
        this.content = content;
        this.format = format;
        this.places = places;
    }

    public override IEnumerable<TreeEntry> Entries => Range(0, places.Length);

    /// <summary>Null = the content is no whole index in which paths can be looked up, each once and in order.</summary>
    public static IndexedTree? TryRead(byte[] content, ObjectFormat format)
    {
        if (!IndexCursor.TryOpen(content, format, out IndexCursor cursor) || !cursor.HasWholePaths || !IndexSeal.IsRight(content, format))
            return null;

        var places = new int[cursor.Count];
        int count = 0;
        ReadOnlySpan<byte> last = [];
        while (cursor.MoveNext())
        {
            ReadOnlySpan<byte> path = IndexCursor.PathAt(content, cursor.Place, format);
            if (count > 0 && last.SequenceCompareTo(path) >= 0)
                return null;
            places[count++] = cursor.Place;
            last = path;
        }

        return cursor.IsComplete ? new IndexedTree(content, format, places[..count]) : null;
    }

    public override TreeEntry? Find(string path)
    {
        int at = Search(GitPath.Encode(path));
        return at >= 0 ? Entry(at) : null;
    }

    public override bool HasDirectory(string path) => path.Length > 0 && Below(path) is var (from, to) && from < to;

    public override IEnumerable<TreeEntry> AtOrBelow(string path)
    {
        if (path.Length == 0)
            return Entries;
        if (Find(path) is { } entry)
            return [entry];

        (int from, int to) = Below(path);
        return Range(from, to);
    }

    public override IEnumerable<TreeEntry> Named(string name)
    {
        byte[] whole = Encoding.UTF8.GetBytes(name);
        byte[] end = [(byte)'/', .. whole];
        for (int at = 0; at < places.Length; at++)
        {
            if (Path(at).EndsWith(end) || Path(at).SequenceEqual(whole))
                yield return Entry(at);
        }
    }

    private IEnumerable<TreeEntry> Range(int from, int to)
    {
        for (int at = from; at < to; at++)
            yield return Entry(at);
    }

    /// <summary>All that is below a directory stands together, since paths are in the order of their bytes.</summary>
    private (int From, int To) Below(string directory)
    {
        byte[] prefix = [.. GitPath.Encode(directory), (byte)'/'];
        byte[] after = [.. prefix[..^1], (byte)'/' + 1];
        return (Place(prefix), Place(after));

        int Place(byte[] path) => Search(path) is var at && at < 0 ? ~at : at;
    }

    /// <returns>Where a path is; where it would be, as its complement, when it is not there.</returns>
    private int Search(ReadOnlySpan<byte> path)
    {
        (int low, int high) = (0, places.Length - 1);
        while (low <= high)
        {
            int middle = low + ((high - low) / 2);
            int order = Path(middle).SequenceCompareTo(path);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private ReadOnlySpan<byte> Path(int at) => IndexCursor.PathAt(content, places[at], format);

    private TreeEntry Entry(int at)
    {
        (int mode, string id) = IndexCursor.ObjectAt(content, places[at], format);
        return new TreeEntry(GitPath.Decode(Path(at)), mode, id);
    }
}
