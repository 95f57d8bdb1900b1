using System.Text;

namespace Errand.Jobs.Git;

/// <summary>Reads the listings of <c>ls-tree -r -z</c> and <c>ls-files -s -z</c>.</summary>
internal static class TreeListing
{
    /// <summary>All files, links and submodules of a tree.</summary>
    public static async Task<IReadOnlyList<TreeEntry>> OfTreeAsync(GitClient git, string gitDirectory, string tree, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> output = await git.RunAsync(
            new GitCommand("ls-tree", "-r", "-z", "--full-tree", tree) { Directory = gitDirectory, GitDirectory = gitDirectory },
            cancellationToken);
        return [.. Records(output).Select(ParseTreeLine)];
    }

    /// <summary>The NUL-terminated records of an output.</summary>
    public static List<ReadOnlyMemory<byte>> Records(ReadOnlyMemory<byte> output)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        while (output.Span.IndexOf((byte)0) is >= 0 and int end)
        {
            records.Add(output[..end]);
            output = output[(end + 1)..];
        }

        return records;
    }

    /// <summary><c>100644 blob ID TAB PATH</c>.</summary>
    private static TreeEntry ParseTreeLine(ReadOnlyMemory<byte> line)
    {
        int tab = line.Span.IndexOf((byte)'\t');
        string[] words = Encoding.ASCII.GetString(line.Span[..tab]).Split(' ');
        return new TreeEntry(GitPath.Decode(line.Span[(tab + 1)..]), Convert.ToInt32(words[0], 8), words[2]);
    }
}
