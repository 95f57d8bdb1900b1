using System.Globalization;
using System.Text;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>What differs between two trees, as git tells it; and the same as a patch.</summary>
internal static class ChangeSet
{
    /// <summary>The same for the list and the patch, so that both name the same renames.</summary>
    private static readonly string[] Options = ["-r", "-M", "-l1000", "--no-ext-diff", "--no-textconv", "--no-color"];

    public static async Task<IReadOnlyList<FileChange>> ReadAsync(GitClient git, JobRepository repository, string from, string to, CancellationToken cancellationToken)
    {
        GitCommand command = repository.Command([.. (string[])["diff-tree", "-z", "--raw", "--numstat", "--no-abbrev"], .. Options, from, to]);
        return Parse(TreeListing.Records(await git.RunAsync(command, cancellationToken)));
    }

    /// <summary>Writes the patch: whole or not at all, binary content included, exact to the byte.</summary>
    public static async Task WritePatchAsync(GitClient git, JobRepository repository, string from, string to, string file, CancellationToken cancellationToken)
    {
        string temporary = file + ".tmp";
        string[] form = ["diff-tree", "-p", "--binary", "--full-index", "--src-prefix=a/", "--dst-prefix=b/", $"--output={temporary}"];
        await git.RunAsync(repository.Command([.. form, .. Options, from, to]), cancellationToken);
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>First all raw records, then all line counts, in the same order.</summary>
    private static List<FileChange> Parse(List<ReadOnlyMemory<byte>> records)
    {
        var changes = new List<FileChange>();
        int position = 0;
        while (position < records.Count && records[position].Span is [(byte)':', ..])
            changes.Add(ParseRaw(records, ref position));

        for (int i = 0; i < changes.Count; i++)
        {
            string[] columns = GitPath.Decode(records[position].Span).Split('\t', 3);
            changes[i] = changes[i] with { Added = Count(columns[0]), Removed = Count(columns[1]) };

            // A rename's two paths follow as records of their own.
            position += columns[2].Length == 0 ? 3 : 1;
        }

        return changes;
    }

    /// <summary><c>:OLDMODE NEWMODE OLDID NEWID STATUS</c>, then one path, or two for a rename.</summary>
    private static FileChange ParseRaw(List<ReadOnlyMemory<byte>> records, ref int position)
    {
        string[] columns = Encoding.ASCII.GetString(records[position++].Span[1..]).Split(' ');
        string path = GitPath.Decode(records[position++].Span);
        switch (columns[4][0])
        {
            case 'A':
                return new FileChange(path, ChangeKind.Added, null, null);
            case 'D':
                return new FileChange(path, ChangeKind.Deleted, null, null);
            case 'R':
                return new FileChange(GitPath.Decode(records[position++].Span), ChangeKind.Renamed, null, null, path);
            case 'T':
                return new FileChange(path, ChangeKind.Type, null, null);
            default:
                return new FileChange(path, columns[2] == columns[3] ? ChangeKind.Mode : ChangeKind.Modified, null, null);
        }
    }

    private static int? Count(string column) => column == "-" ? null : int.Parse(column, CultureInfo.InvariantCulture);
}
