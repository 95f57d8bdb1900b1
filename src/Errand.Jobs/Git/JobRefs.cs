using System.Globalization;
using System.Text;
using Errand.Core;

namespace Errand.Jobs.Git;

/// <summary>The refs by which the user's repository keeps a job's base and its work.</summary>
public static class JobRefs
{
    /// <summary>Everything below it is Errand's.</summary>
    public const string Prefix = "refs/errand/";

    /// <summary>The work of a job's latest attempt.</summary>
    public static string Work(JobId job) => $"{Prefix}jobs/{job}";

    /// <summary>The work of one attempt.</summary>
    public static string Attempt(JobId job, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}attempts/{job}/{attempt}");

    /// <summary>The base, which must not be collected as garbage while the workspace shares its objects.</summary>
    public static string Base(JobId job) => $"{Prefix}bases/{job}";

    /// <summary>Sets refs, all or none.</summary>
    internal static Task UpdateAsync(GitClient git, string gitDirectory, IEnumerable<(string Name, string Commit)> refs, CancellationToken cancellationToken) =>
        RunAsync(git, gitDirectory, refs.Select(item => $"update {item.Name} {item.Commit}\n"), cancellationToken);

    /// <summary>Removes all refs of a job from the user's repository; what only they kept is then the user's next garbage collection's.</summary>
    /// <exception cref="ErrandException">The repository cannot be read or written.</exception>
    public static async Task DeleteAsync(GitClient git, RepositorySpec repository, JobId job, CancellationToken cancellationToken)
    {
        var listing = new GitCommand("for-each-ref", "--format=%(refname)", Work(job), Base(job), $"{Prefix}attempts/{job}/")
        {
            Directory = repository.CommonGitDirectory,
            GitDirectory = repository.CommonGitDirectory,
        };
        string[] names = (await git.ReadAsync(listing, cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0)
            await RunAsync(git, repository.CommonGitDirectory, names.Select(name => $"delete {name}\n"), cancellationToken);
    }

    private static async Task RunAsync(GitClient git, string gitDirectory, IEnumerable<string> lines, CancellationToken cancellationToken) => await git.RunAsync(
        new GitCommand("update-ref", "--no-deref", "--stdin")
        {
            Directory = gitDirectory,
            GitDirectory = gitDirectory,
            Input = Encoding.ASCII.GetBytes(string.Concat(lines)),
            // A user who logs all refs would find ours in logs/.
            Settings = ["core.logAllRefUpdates=false", GitVariables.Durable],
        },
        cancellationToken);
}
