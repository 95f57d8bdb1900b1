using System.Globalization;
using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Verification;

/// <summary>Compares trees, reads files from them and makes new ones, by git's plumbing on Errand's own git directory of the job.</summary>
public sealed class TreeObjects(GitClient git)
{
    /// <summary>Longer files are not looked into.</summary>
    private const int LongestFile = 1 << 20;

    /// <summary>All paths that differ, without renames.</summary>
    internal async Task<IReadOnlyList<PathDelta>> CompareAsync(JobRepository repository, string from, string to, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> output = await git.RunAsync(repository.Command("diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", from, to), cancellationToken);
        List<ReadOnlyMemory<byte>> records = TreeListing.Records(output);
        var deltas = new List<PathDelta>(records.Count / 2);
        for (int index = 0; index + 1 < records.Count; index += 2)
        {
            // ":100644 100755 ID ID M", then the path.
            string[] words = Encoding.ASCII.GetString(records[index].Span[1..]).Split(' ');
            deltas.Add(new PathDelta(GitPath.Decode(records[index + 1].Span), Convert.ToInt32(words[0], 8), words[2], Convert.ToInt32(words[1], 8), words[3]));
        }

        return deltas;
    }

    /// <summary>The text of files by their objects' names. Files that are long, or that are no UTF-8 text, are missing.</summary>
    internal async Task<Dictionary<string, string>> ReadAsync(JobRepository repository, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>();
        if (ids.Count == 0)
            return texts;

        GitCommand sizes = repository.Command("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)") with { Input = Lines(ids) };
        string[] small =
        [
            .. (await git.ReadAsync(sizes, cancellationToken)).Split('\n')
                .Select(line => line.Split(' '))
                .Where(words => words is [_, "blob", var size] && long.Parse(size, CultureInfo.InvariantCulture) <= LongestFile)
                .Select(words => words[0]),
        ];
        if (small.Length == 0)
            return texts;

        ReadOnlyMemory<byte> output = await git.RunAsync(repository.Command("cat-file", "--batch=%(objectsize)") with { Input = Lines(small) }, cancellationToken);
        foreach (string id in small)
        {
            int end = output.Span.IndexOf((byte)'\n');
            int size = int.Parse(Encoding.ASCII.GetString(output.Span[..end]), CultureInfo.InvariantCulture);
            if (TryDecode(output.Span.Slice(end + 1, size)) is { } text)
                texts[id] = text;
            output = output[(end + 1 + size + 1)..];
        }

        return texts;
    }

    /// <summary>All files of a tree, by path.</summary>
    internal Task<IReadOnlyList<TreeEntry>> ListAsync(JobRepository repository, string tree, CancellationToken cancellationToken) =>
        TreeListing.OfTreeAsync(git, repository.Directory, tree, cancellationToken);

    /// <summary>Keeps a file's content and gives its name.</summary>
    internal async Task<string> WriteAsync(JobRepository repository, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await git.ReadAsync(repository.Command("hash-object", "-w", "--stdin", "--no-filters") with { Input = content }, cancellationToken);

    /// <summary>Makes a tree of another one.</summary>
    /// <param name="repository">Where.</param>
    /// <param name="tree">What it begins with.</param>
    /// <param name="edits">Entries to put; mode 0 removes the path.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The tree's full name.</returns>
    internal async Task<string> ComposeAsync(JobRepository repository, string tree, IReadOnlyList<TreeEntry> edits, CancellationToken cancellationToken)
    {
        // Beside the git directory: whoever captures work meanwhile removes the locks in it.
        string index = $"{repository.Directory}.index-{Guid.NewGuid():N}";
        try
        {
            await git.RunAsync(repository.Command("read-tree", tree) with { IndexFile = index }, cancellationToken);
            await git.RunAsync(repository.Command("update-index", "-z", "--index-info") with { IndexFile = index, Input = IndexInfo.Of(edits, repository.Format) }, cancellationToken);
            return await git.ReadAsync(repository.Command("write-tree") with { IndexFile = index }, cancellationToken);
        }
        finally
        {
            File.Delete(index);
        }
    }

    private static byte[] Lines(IEnumerable<string> ids) => Encoding.ASCII.GetBytes(string.Concat(ids.Select(id => id + "\n")));

    private static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains((byte)0))
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
