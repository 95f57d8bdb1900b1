using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>The form of the user's own checkout: filters, line ends and encodings as the user's configuration and attributes say.</summary>
internal sealed class UserForm(GitClient git, JobRepository repository, string tree, string indexFile, bool keepsModes) : ITreeForm
{
    public bool KeepsModes => keepsModes;

    public static async Task<UserForm> OpenAsync(GitClient git, JobRepository repository, string tree, string indexFile, CancellationToken cancellationToken)
    {
        var command = new GitCommand("config", "--type=bool", "--get", "core.fileMode") { Directory = repository.User.Root, AsUser = true, Answers = [1] };
        return new UserForm(git, repository, tree, indexFile, await git.ReadAsync(command, cancellationToken) != "false");
    }

    public async Task<IReadOnlyList<string>> HashAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
            return [];

        byte[] input = [.. paths.SelectMany(path => GitPath.Quote(path).Append((byte)'\n'))];
        return (await git.ReadAsync(Command("hash-object", "--stdin-paths") with { Input = input }, cancellationToken)).Split('\n');
    }

    public async Task StageAsync(IReadOnlyList<string> paths, string directory, CancellationToken cancellationToken)
    {
        await git.RunAsync(Command("read-tree", tree) with { IndexFile = indexFile }, cancellationToken);
        GitCommand command = Command("checkout-index", "--force", $"--prefix={directory}/", "-z", "--stdin") with
        {
            IndexFile = indexFile,
            Input = paths.SelectMany(FileName.Bytes).ToArray(),
        };
        await git.RunAsync(command, cancellationToken);
    }

    private GitCommand Command(params string[] arguments) => new(arguments) { Directory = repository.User.Root, AsUser = true, AlternateObjects = repository.OwnObjects };
}
