using System.Text;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Delivery;

/// <summary>Leaves work on a branch of its own in the user's repository; the checkout stays as it is.</summary>
public sealed class BranchDelivery(GitClient git, TimeProvider clock)
{
    /// <summary>Where all such branches are.</summary>
    public const string Prefix = "errand/";

    /// <summary>Makes <c>errand/NAME</c> at the commit, for the first of the names that is free. Repeating it is no error.</summary>
    /// <param name="repository">Errand's own git directory of the job, and by it the user's repository.</param>
    /// <param name="commit">The commit that holds the work.</param>
    /// <param name="names">The job's label, if it has one, and its id: of two jobs with one label the second takes its id.</param>
    /// <param name="cancellationToken">Ends git; the branch is then made or not.</param>
    /// <returns>The branch's name without <c>refs/heads/</c>.</returns>
    /// <exception cref="ErrandException">The last name is not allowed either, or a branch of that name has another commit.</exception>
    public async Task<string> AcceptAsync(JobRepository repository, string commit, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        for (int index = 0; ; index++)
        {
            try
            {
                return await AcceptAsync(repository, commit, names[index], cancellationToken);
            }
            catch (ErrandException fault) when (index + 1 < names.Count && (fault.Error == ErrorCatalog.BranchTaken || fault.Error == ErrorCatalog.BranchNameRefused))
            {
                continue;
            }
        }
    }

    private async Task<string> AcceptAsync(JobRepository repository, string commit, string name, CancellationToken cancellationToken)
    {
        string branch = Prefix + name;
        string reference = "refs/heads/" + branch;
        if (name.Contains('\0') || (await git.TryAsync(Command(repository, "check-ref-format", reference), cancellationToken)).Exit.ExitCode != 0)
            throw new ErrandException(ErrorCatalog.BranchNameRefused, $"git does not allow a branch named {Escaping.Quote(branch, '\'')}. Accept into the checkout instead.");

        GitCommand look = Command(repository, "rev-parse", "--verify", "--quiet", reference) with { Answers = [1] };
        string present = await git.ReadAsync(look, cancellationToken);
        if (present == commit)
            return branch;
        if (present.Length > 0)
            throw Taken(branch, $"it exists already, at {present[..12]}");

        await PublishAsync(repository, commit, cancellationToken);
        GitCommand create = Command(repository, "update-ref", "-m", "errand: accepted", "--stdin") with
        {
            Input = Encoding.UTF8.GetBytes($"create {reference} {commit}\n"),
            Variables = GitVariables.Identity(clock.GetUtcNow()),
        };
        try
        {
            await git.RunAsync(create, cancellationToken);
        }
        catch (ErrandException fault) when (fault.Message.Contains("exists", StringComparison.Ordinal))
        {
            throw Taken(branch, $"another one stands in its way: {fault.Message}");
        }

        return branch;
    }

    /// <summary>Brings work that could be kept only in Errand's own directory into the user's repository.</summary>
    private async Task PublishAsync(JobRepository repository, string commit, CancellationToken cancellationToken)
    {
        if ((await git.TryAsync(Command(repository, "cat-file", "-e", commit), cancellationToken)).Exit.ExitCode == 0)
            return;

        string[] options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        GitCommand fetch = Command(repository, ["fetch", .. options, repository.Directory, $"+{JobRefs.Prefix}*:{JobRefs.Prefix}*"]) with { Settings = ["protocol.file.allow=always"] };
        await git.RunAsync(fetch, cancellationToken);
    }

    private static GitCommand Command(JobRepository repository, params string[] arguments) =>
        new(arguments) { Directory = repository.User.CommonGitDirectory, GitDirectory = repository.User.CommonGitDirectory };

    private static ErrandException Taken(string branch, string why) =>
        new(ErrorCatalog.BranchTaken, $"Branch '{branch}' cannot be made: {why}. Delete or rename that branch, then accept again.");
}
