using System.Text;
using Errand.Jobs.Git;

namespace Errand.Trials;

/// <summary>A small repository to try something out in. The user's git configuration has no part in it.</summary>
internal sealed class ScratchRepository(string root, GitClient git)
{
    private static readonly Dictionary<string, string> NoConfiguration = new() { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1" };

    public string Root { get; } = root;

    /// <summary>Makes the repository with one commit.</summary>
    /// <param name="files">Texts by path.</param>
    /// <param name="cancellationToken">Leaves a repository without a commit.</param>
    public async Task CreateAsync(IReadOnlyDictionary<string, string> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        foreach ((string path, string text) in files)
            await File.WriteAllTextAsync(Path.Combine(Root, path), text, new UTF8Encoding(false), cancellationToken);
        await GitAsync(cancellationToken, "init", "-q", "-b", "main");
        await GitAsync(cancellationToken, "config", "user.name", "Errand trial");
        await GitAsync(cancellationToken, "config", "user.email", "trial@errand.invalid");
        await GitAsync(cancellationToken, "add", "-A");
        await GitAsync(cancellationToken, "commit", "-q", "-m", "Begin");
    }

    /// <summary>Runs git as a person would and gives what it prints, without the last line end.</summary>
    public Task<string> GitAsync(CancellationToken cancellationToken, params string[] arguments) =>
        git.ReadAsync(new GitCommand(arguments) { Directory = Root, AsUser = true, Variables = NoConfiguration }, cancellationToken);

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));
}
