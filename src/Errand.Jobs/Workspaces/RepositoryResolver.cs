using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Requests;
using Errand.Jobs.Verification;
using Errand.Processes;

namespace Errand.Jobs.Workspaces;

/// <summary>Finds the repository of a directory and the commit that a base names. Reads only; one git process in the ordinary case.</summary>
public sealed class RepositoryResolver(GitClient git)
{
    private const string Head = "HEAD";

    /// <param name="directory">An absolute directory inside the working tree.</param>
    /// <param name="baseName">A revision, <c>dirty</c>, or null for HEAD.</param>
    /// <param name="cancellationToken">Ends the git process.</param>
    /// <exception cref="ErrandException">There is no repository that Errand can work with, or the base names no commit.</exception>
    public async Task<RepositorySpec> ResolveAsync(string directory, string? baseName, CancellationToken cancellationToken)
    {
        bool isDirty = baseName == RevisionName.Dirty;
        string revision = isDirty || baseName is null ? Head : baseName;
        RevisionName.Require(revision);
        if (!Directory.Exists(directory))
            throw new ErrandException(ErrorCatalog.NotARepository, $"{Escaping.Quote(directory, '\'')} is no directory. Give an existing directory inside a repository.");

        // The user's own configuration says which repositories of other users are safe; nothing else of it matters here.
        Task versionCheck = git.RequireAsync(cancellationToken);
        CapturedOutput output = await git.TryAsync(
            new GitCommand("rev-parse", "--path-format=absolute", "--is-bare-repository", "--is-inside-git-dir", "--git-common-dir", "--show-prefix", "--show-toplevel", $"{revision}^{{commit}}")
            {
                Directory = directory,
                AsUser = true,
            },
            cancellationToken);
        await versionCheck;

        string[] lines = Lines(output, directory);
        RequireWorkTree(lines, output, directory);
        string? commit = lines.Length == 6 && ObjectFormats.IsObjectName(lines[5]) && output.Exit.ExitCode == 0 ? lines[5] : null;
        if (commit is null && (revision != Head || !await IsUnbornAsync(directory, cancellationToken)))
            throw Unknown(revision, lines[4], output);

        return new RepositorySpec
        {
            Root = lines[4],
            CommonGitDirectory = lines[2],
            Prefix = lines[3].TrimEnd('/'),
            BaseName = baseName ?? Head,
            BaseCommit = commit,
            Dirty = isDirty,
        };
    }

    /// <summary>Checks with the repository's own test commands in place of <see cref="CheckSpec.Auto"/>, as the base has them.</summary>
    /// <exception cref="ErrandException">ERR1001: the base has none that Errand knows.</exception>
    internal async Task<IReadOnlyList<CheckSpec>> ProposeChecksAsync(RepositorySpec repository, IReadOnlyList<CheckSpec> checks, CancellationToken cancellationToken)
    {
        if (!checks.Contains(CheckSpec.Auto))
            return checks;

        CheckSpec[] proposed = repository.BaseCommit is { } commit
            ? await ProposedChecks.FindAsync(git, repository.CommonGitDirectory, commit, [.. checks.Select(check => check.Name)], cancellationToken)
            : [];
        if (proposed.Length == 0)
            throw RequestValidator.Refused("checks", CheckSpec.Auto.Name, "the base has no test command that Errand knows", CheckText.Example);
        return [.. checks.Where(check => check != CheckSpec.Auto), .. proposed];
    }

    private static string[] Lines(CapturedOutput output, string directory)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.Output.Span);
        }
        catch (DecoderFallbackException)
        {
            throw new ErrandException(ErrorCatalog.RepositoryRefused, $"The path of the repository at {Escaping.Quote(directory, '\'')} is not valid UTF-8. Move or rename the directory.");
        }

        return text.Split('\n', StringSplitOptions.None) is [.. string[] lines, ""] ? lines : [];
    }

    private static void RequireWorkTree(string[] lines, CapturedOutput output, string directory)
    {
        string shown = Escaping.Quote(directory, '\'');
        if (output.Error.Contains("dubious ownership", StringComparison.Ordinal))
        {
            throw new ErrandException(
                ErrorCatalog.RepositoryOfAnother,
                $"The repository at {shown} belongs to another user, so git refuses to work in it. If you trust it: git config --global --add safe.directory {SafeDirectory(output.Error) ?? directory}");
        }

        if (lines is ["true", ..])
            throw new ErrandException(ErrorCatalog.RepositoryRefused, $"The repository at {shown} is bare: it has no working tree. Give the directory of a checkout of it.");
        if (lines is [_, "true", ..])
            throw new ErrandException(ErrorCatalog.RepositoryRefused, $"{shown} is inside a git directory, not in a working tree. Give the directory of the checkout.");
        if (lines.Length == 0 && output.Error.Contains("not a git repository", StringComparison.Ordinal))
            throw new ErrandException(ErrorCatalog.NotARepository, $"{shown} is in no git repository. Run 'git init' there, or give a directory inside a repository.");
        if (lines.Length < 5)
            throw new ErrandException(ErrorCatalog.GitFailed, $"git cannot read the repository at {shown}: {GitFault.LastWords(output.Error)}");

        // A line end in one of the paths shifts the lines, and no clone could share objects with it by path anyway.
        if (lines.Length > 6 || !Path.IsPathRooted(lines[2]) || !Path.IsPathRooted(lines[4]))
            throw new ErrandException(ErrorCatalog.RepositoryRefused, $"The path of the repository at {shown} holds a line end. Move or rename the directory.");
    }

    /// <summary>Git prints the command that it wants, with the directory that it means.</summary>
    private static string? SafeDirectory(string error) =>
        error.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("git config", StringComparison.Ordinal))?.Split("safe.directory ") is [_, string path]
            ? path
            : null;

    /// <summary>Whether HEAD names a branch that does not exist yet, rather than a commit that is gone.</summary>
    private async Task<bool> IsUnbornAsync(string directory, CancellationToken cancellationToken)
    {
        var command = new GitCommand("rev-parse", "--verify", "--quiet", Head) { Directory = directory, AsUser = true };
        return (await git.TryAsync(command, cancellationToken)).Exit.ExitCode != 0;
    }

    private static ErrandException Unknown(string revision, string root, CapturedOutput output)
    {
        string reason = output.Error.Contains("not a commit", StringComparison.Ordinal) || output.Error.Contains("expected commit type", StringComparison.Ordinal)
            ? "names something that is no commit"
            : "names no commit";
        return new ErrandException(
            ErrorCatalog.UnknownRevision,
            $"base {Escaping.Quote(revision, '\'')} {reason} of the repository '{root}'. Give a branch, a tag or a commit, or leave it out for HEAD.");
    }
}
