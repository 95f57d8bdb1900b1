using System.Text;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Loads the ignore rules of a base tree; those that a worker writes do not count.</summary>
internal static class BaseIgnoreRules
{
    public static async Task<IgnoreRules> LoadAsync(GitClient git, JobRepository repository, BaseTree tree, WorkspaceRecord record, CancellationToken cancellationToken)
    {
        var rules = new IgnoreRules(record.IgnoreFiles);
        TreeEntry[] files = [.. tree.Named(IgnoreRules.FileName).Where(entry => FileModes.IsFile(entry.Mode))];
        if (files.Length == 0)
            return rules;

        GitCommand command = repository.Command("cat-file", "--batch") with { Input = Encoding.ASCII.GetBytes(string.Concat(files.Select(file => file.Id + "\n"))) };
        ReadOnlyMemory<byte> output = await git.RunAsync(command, cancellationToken);
        foreach (TreeEntry file in files)
        {
            // "ID blob LENGTH", then the content and a line end.
            int end = output.Span.IndexOf((byte)'\n');
            int length = int.Parse(Encoding.ASCII.GetString(output.Span[..end]).Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
            rules.Add(GitPath.DirectoryOf(file.Path), output.Span.Slice(end + 1, length));
            output = output[(end + length + 2)..];
        }

        return rules;
    }
}
