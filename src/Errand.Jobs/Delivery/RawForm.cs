using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>The form of a tree in place: the bytes on disk are the content. No configuration of the user's repository is read, which a worker may have changed.</summary>
internal sealed class RawForm(GitClient git, JobRepository repository, string tree, string indexFile, bool keepsModes) : ITreeForm
{
    public bool KeepsModes => keepsModes;

    public Task<IReadOnlyList<string>> HashAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using OpenDirectory root = OpenDirectory.Open(repository.User.Root);
        using var cursor = new DirectoryCursor(root);
        var names = new List<string>(paths.Count);
        foreach (string path in paths)
        {
            OpenDirectory parent = cursor.ParentOf(path, out string name);
            names.Add(FileContent.Hash(parent, name, repository.Format) ?? "");
        }

        return Task.FromResult<IReadOnlyList<string>>(names);
    }

    public async Task StageAsync(IReadOnlyList<string> paths, string directory, CancellationToken cancellationToken)
    {
        GitCommand Command(params string[] arguments) => repository.Command(arguments) with { Directory = directory, WorkTree = directory, IndexFile = indexFile };

        await git.RunAsync(Command("read-tree", tree), cancellationToken);
        await git.RunAsync(Command("checkout-index", "--force", "-z", "--stdin") with { Input = paths.SelectMany(FileName.Bytes).ToArray() }, cancellationToken);
    }
}
