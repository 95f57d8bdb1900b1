using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Delivery;

/// <summary>What shall become of one path.</summary>
/// <param name="Path">The path.</param>
/// <param name="From">What should be there before; null = nothing.</param>
/// <param name="To">What should be there afterwards; null = nothing.</param>
internal sealed record PathTransition(string Path, TreeEntry? From, TreeEntry? To)
{
    /// <summary>All paths in which two trees differ.</summary>
    public static async Task<IReadOnlyList<PathTransition>> ReadAsync(GitClient git, JobRepository repository, string from, string to, CancellationToken cancellationToken)
    {
        GitCommand command = repository.Command("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to);
        List<ReadOnlyMemory<byte>> records = TreeListing.Records(await git.RunAsync(command, cancellationToken));
        var transitions = new List<PathTransition>();
        for (int i = 0; i + 1 < records.Count; i += 2)
        {
            // ":OLDMODE NEWMODE OLDID NEWID STATUS", then the path.
            string[] columns = Encoding.ASCII.GetString(records[i].Span[1..]).Split(' ');
            string path = GitPath.Decode(records[i + 1].Span);
            transitions.Add(new PathTransition(path, Entry(path, columns[0], columns[2]), Entry(path, columns[1], columns[3])));
        }

        return transitions;
    }

    private static TreeEntry? Entry(string path, string mode, string id) =>
        Convert.ToInt32(mode, 8) is > 0 and var number ? new TreeEntry(path, number, id) : null;
}
