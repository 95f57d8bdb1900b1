using System.Globalization;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;

namespace Errand.Jobs.Parts;

/// <summary>The delivered change of one file, or what one attempt changed of another's work, as git prints it.</summary>
public sealed partial class WorkDiff(GitClient git, StateDirectory state)
{
    private static readonly string[] Form =
        ["diff-tree", "-r", "-p", "-M", "-l1000", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/"];

    /// <exception cref="ErrandException">The job has no work yet, or did not change that file.</exception>
    public async Task<byte[]> OfPathAsync(JobSpec spec, JobHistory history, string path, CancellationToken cancellationToken)
    {
        WorkCaptured captured = history.Captured
            ?? throw new ErrandException(ErrorCatalog.UnknownPart, $"{spec.Id} has no diff yet. Ask again when its worker has ended.");
        FileChange change = captured.Files.FirstOrDefault(file => file.Path == path || file.OldPath == path)
            ?? throw new ErrandException(
                ErrorCatalog.UnknownPart,
                $"{spec.Id} did not change {Escaping.Quote(path, 200)}. `errand show {spec.Id}` lists the files that it changed.");

        return await RunAsync(spec, captured.Base, captured.Commit, change.OldPath is null ? [change.Path] : [change.OldPath, change.Path], cancellationToken);
    }

    /// <summary>Two attempts, as in <c>1..2</c>; null = the text names a file.</summary>
    public static (int From, int To)? AttemptsOf(string text) =>
        Attempts().Match(text) is { Success: true } match
            ? (int.Parse(match.Groups["from"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["to"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    /// <summary>What the work of one attempt has that another's has not.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="attempts">The attempts.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="ErrandException">One of them has no captured work.</exception>
    public async Task<byte[]> BetweenAsync(JobSpec spec, IReadOnlyList<JournalEntry> journal, (int From, int To) attempts, CancellationToken cancellationToken)
    {
        var works = new Dictionary<int, string>();
        int attempt = 0;
        foreach (JournalEntry entry in journal)
        {
            attempt = entry is AttemptStarted started ? started.Number : attempt;
            // The first capture: what was dropped later was the attempt's work all the same.
            if (entry is WorkCaptured captured)
                works.TryAdd(attempt, captured.Commit);
        }

        if (works.TryGetValue(attempts.From, out string? from) && works.TryGetValue(attempts.To, out string? to))
            return await RunAsync(spec, from, to, [], cancellationToken);

        string known = works.Count == 0 ? "none" : string.Join(", ", works.Keys);
        throw new ErrandException(ErrorCatalog.UnknownPart, $"{spec.Id} has no diff {attempts.From}..{attempts.To}: its attempts with captured work are {known}. Example: show {spec.Id} diff 1..2");
    }

    private async Task<byte[]> RunAsync(JobSpec spec, string from, string to, string[] paths, CancellationToken cancellationToken)
    {
        JobRepository repository = await JobRepository.OpenAsync(git, spec.Repository, state.Job(spec.WorkspaceOwner).Git, cancellationToken);
        GitCommand command = repository.Command([.. Form, from, to, "--", .. paths]) with { Variables = new Dictionary<string, string> { ["GIT_LITERAL_PATHSPECS"] = "1" } };
        return (await git.RunAsync(command, cancellationToken)).ToArray();
    }

    [GeneratedRegex(@"^(?<from>[1-9][0-9]{0,5})\.\.(?<to>[1-9][0-9]{0,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Attempts();
}
