using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>What of the user's configuration decides how a tree in place is read; taken before a worker can change it.</summary>
/// <param name="IgnoreFiles">The user's own ignore files beside those in the tree, the strongest first.</param>
/// <param name="KeepsModes">Whether the file system keeps the executable bit.</param>
internal sealed record InplaceSettings(IReadOnlyList<byte[]> IgnoreFiles, bool KeepsModes)
{
    public static async Task<InplaceSettings> ReadAsync(GitClient git, ErrandEnvironment environment, RepositorySpec repository, CancellationToken cancellationToken)
    {
        var command = new GitCommand("config", "-z", "--get-regexp", "^core\\.(excludesfile|filemode)$") { Directory = repository.Root, AsUser = true, Answers = [1] };
        var values = new Dictionary<string, string>();
        foreach (ReadOnlyMemory<byte> record in TreeListing.Records(await git.RunAsync(command, cancellationToken)))
        {
            // A key without a value has no line end and means true.
            string[] parts = GitPath.Decode(record.Span).Split('\n', 2);
            values[parts[0]] = parts.Length == 2 ? parts[1] : "true";
        }

        string[] files = [Path.Combine(repository.CommonGitDirectory, "info/exclude"), ExcludesFile(values.GetValueOrDefault("core.excludesfile"), environment)];
        bool keepsModes = values.GetValueOrDefault("core.filemode", "true").ToLowerInvariant() is not ("false" or "no" or "off" or "0" or "");
        return new InplaceSettings([.. files.Where(File.Exists).Select(File.ReadAllBytes)], keepsModes);
    }

    private static string ExcludesFile(string? configured, ErrandEnvironment environment)
    {
        if (configured is not null)
            return configured.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(environment.HomeDirectory, configured[2..]) : configured;

        string settings = environment.Variables.GetValueOrDefault("XDG_CONFIG_HOME", "");
        return Path.Combine(settings.Length > 0 ? settings : Path.Combine(environment.HomeDirectory, ".config"), "git/ignore");
    }
}
