using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Makes a commit of the user's checkout as it is: staged, changed, deleted and untracked files, without ignored ones. It works as the user's own
/// <c>git add</c> would, filters included, but on a private copy of the index; the user's own is not touched.
/// </summary>
internal sealed class DirtyBase(GitClient git, TimeProvider clock)
{
    private const string Message = "Uncommitted state of the checkout";

    /// <exception cref="ErrandException">A file cannot be read, or no object store can be written.</exception>
    public async Task<DirtyBaseCommit> CommitAsync(JobRepository own, CancellationToken cancellationToken)
    {
        string index = Path.Combine(own.Directory, "dirty-index");
        try
        {
            await CopyIndexAsync(own, index, cancellationToken);
            (List<string> untracked, List<string> warnings) = await ListAsync(own, index, cancellationToken);
            await git.RunAsync(AsUser(own, index, "add", "--update"), cancellationToken);
            if (untracked.Count > 0)
            {
                GitCommand add = AsUser(own, index, "update-index", "--add", "--replace", "-z", "--stdin") with { Input = untracked.SelectMany(FileName.Bytes).ToArray() };
                await git.RunAsync(add, cancellationToken);
            }

            string tree = await git.ReadAsync(AsUser(own, index, "write-tree"), cancellationToken);
            return new DirtyBaseCommit(await CommitAsync(own, tree, cancellationToken), warnings);
        }
        finally
        {
            File.Delete(index);
        }
    }

    private async Task CopyIndexAsync(JobRepository own, string copy, CancellationToken cancellationToken)
    {
        var command = new GitCommand("rev-parse", "--path-format=absolute", "--git-path", "index") { Directory = own.User.Root, AsUser = true };
        string original = await git.ReadAsync(command, cancellationToken);
        File.Delete(copy);
        if (!File.Exists(original))
            return;

        FileFaults.Guard(original, () =>
        {
            File.Copy(original, copy);

            // Git takes files changed at the index's own time or later for possibly changed; a newer copy would hide such changes.
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(original));
        });
    }

    /// <summary>Untracked files, and what has to be said about the rest.</summary>
    private async Task<(List<string> Untracked, List<string> Warnings)> ListAsync(JobRepository own, string index, CancellationToken cancellationToken)
    {
        GitCommand command = AsUser(own, index, "ls-files", "-z", "-t", "--unmerged", "--others", "--exclude-standard");
        var untracked = new List<string>();
        var nested = new List<string>();
        var unmerged = new List<string>();
        foreach (ReadOnlyMemory<byte> record in TreeListing.Records(await git.RunAsync(command, cancellationToken)))
        {
            // "? PATH", with a slash at the end of a repository of its own, or "M MODE ID STAGE TAB PATH".
            string path = GitPath.Decode(record.Span[(record.Span[0] == '?' ? 2 : record.Span.IndexOf((byte)'\t') + 1)..]);
            List<string> list = record.Span[0] != '?' ? unmerged : path.EndsWith('/') ? nested : untracked;
            if (list.Count == 0 || list[^1] != path)
                list.Add(path);
        }

        var warnings = new List<string>();
        if (nested.Count > 0)
            warnings.Add($"{WorkspaceWarnings.Count(nested.Count, "directory is a repository", "directories are repositories")} of its own and not part of the base: {Names(nested)}.");
        if (unmerged.Count > 0)
            warnings.Add($"{WorkspaceWarnings.Count(unmerged.Count, "file is", "files are")} not merged yet and taken with conflict markers: {Names(unmerged)}.");
        return (untracked, warnings);
    }

    private async Task<string> CommitAsync(JobRepository own, string tree, CancellationToken cancellationToken)
    {
        string[] parent = own.User.BaseCommit is { } head ? ["-p", head] : [];
        GitCommand command = own.Command(["commit-tree", "--no-gpg-sign", .. parent, tree]) with
        {
            Input = Encoding.UTF8.GetBytes(Message + "\n"),
            Variables = GitVariables.Identity(clock.GetUtcNow()),
            ObjectDirectory = own.WritableObjects,
            AlternateObjects = own.OwnObjects,
            Settings = [GitVariables.Durable],
        };
        return await git.ReadAsync(command, cancellationToken);
    }

    private static GitCommand AsUser(JobRepository own, string index, params string[] arguments) => new(arguments)
    {
        Directory = own.User.Root,
        AsUser = true,
        IndexFile = index,
        ObjectDirectory = own.WritableObjects,
        AlternateObjects = own.UserObjects,
        // A split index would leave its shared half in the user's git directory.
        Settings = ["core.splitIndex=false", "core.untrackedCache=false", "advice.addEmbeddedRepo=false", GitVariables.Durable, "core.fsyncMethod=batch"],
    };

    private static string Names(List<string> paths) => WorkspaceWarnings.Names([.. paths.Select(path => Escaping.Quote(path, '\''))]);
}
