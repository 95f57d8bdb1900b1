using System.Globalization;
using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>Tells a job as a story: what happened, when, on whose word and why. Words of workers, hosts and checks stand in quotes.</summary>
public static class Timeline
{
    private const int LongestQuote = 300;
    private const int MostFiles = 5;

    /// <summary>A line for everything that matters, such as <c>2026-11-21 17:02:11Z +31 s  The worker ended after 30 s.</c>; each is one line whatever it tells of.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<JournalEntry> journal) => journal.Count == 0 ? [] : Lines(journal, journal[0].At);

    private static List<string> Lines(IReadOnlyList<JournalEntry> entries, DateTimeOffset begin)
    {
        var lines = new List<string>();
        foreach (JournalEntry entry in entries)
        {
            if (Describe(entry) is { } text)
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.At:yyyy-MM-dd HH:mm:ss}Z +{(entry.At - begin).TotalSeconds:0} s  {Escaping.Escape(text)}"));
        }

        return lines;
    }

    /// <summary>The lines of one attempt, from its beginning to that of the next.</summary>
    /// <param name="journal">The job's journal.</param>
    /// <param name="attempt">Its number, from 1.</param>
    public static IReadOnlyList<string> LinesOf(IReadOnlyList<JournalEntry> journal, int attempt)
    {
        int number = 0;
        var entries = new List<JournalEntry>();
        foreach (JournalEntry entry in journal)
        {
            if (entry is AttemptStarted started)
                number = started.Number;
            if (number == attempt)
                entries.Add(entry);
        }

        return Lines(entries, journal[0].At);
    }

    /// <summary>An entry as a sentence; null = nothing that a reader has to know.</summary>
    internal static string? Describe(JournalEntry entry) => entry switch
    {
        JobCreated created => $"{created.By} started the job.",
        StateChanged { To: JobState.Running or JobState.Verifying } => null,
        StateChanged change => $"{SnakeCase.Of(change.To)}{(change.Class is null ? "" : $" ({change.Class})")}: {change.Reason}",
        AttemptStarted { IsCompletion: true } attempt => $"Attempt {attempt.Number} began: the worker was asked to complete its report.",
        AttemptStarted attempt => $"Attempt {attempt.Number} began with {$"{Path.GetFileName(attempt.Program)} {attempt.Version}".TrimEnd()}, {(attempt.ResumedSession is null ? "in a fresh session" : "in the session that it had before")}.",
        WorkerEnded ended => $"The worker {(ended.StopReason == StopReason.Ended ? "ended" : $"was stopped ({SnakeCase.Of(ended.StopReason)})")} after {ended.Seconds:0.#} s{Said(ended)}.",
        WorkCaptured { Files.Count: 0 } => "Nothing had changed.",
        WorkCaptured captured => $"Captured as {captured.Commit[..Math.Min(12, captured.Commit.Length)]}: {Files(captured.Files)}.",
        CheckEnded { Result: { Hidden: true } check } => $"A hidden check {SnakeCase.Of(check.Status)}.",
        CheckEnded { Result: var check } => $"Check {check.Name} {SnakeCase.Of(check.Status)}{Counts(check)}.",
        ProtectedFound found => $"Changed what judges it: {string.Join("; ", found.Changes.Take(MostFiles).Select(change => $"{Escaping.Quote(change.Path, 100)}: {change.Summary}"))}{More(found.Changes.Count)}.",
        WorkExamined { Findings.Count: > 0 } examined => $"Found: {string.Join("; ", examined.Findings.Take(MostFiles).Select(Finding))}{More(examined.Findings.Count)}.",
        ReviewStarted review => $"{review.Worker} was asked for a second opinion.",
        WorkReviewed { Review.Status: ReviewStatus.Read } reviewed => $"{reviewed.Review.Worker} {(reviewed.Review.Findings.Count == 0 ? "found nothing" : $"found: {string.Join("; ", reviewed.Review.Findings.Take(MostFiles).Select(Opinion))}{More(reviewed.Review.Findings.Count)}")}.",
        WorkJudged judged => $"Verdict {SnakeCase.Of(judged.Verdict)}: {judged.Sentence}",
        DecisionMade decision => $"{Who(decision.By)} decided: {decision.Action}{(decision.Items.Count == 0 ? "" : $" {string.Join("; ", decision.Items.Select(item => Quote(item)))}")}{(decision.Branch is null ? "" : $" (branch {decision.Branch})")}{Because(decision.Why)}.",
        ApplyRefused refused => refused.Reason,
        BudgetReached reached => $"Budget: {reached.Text}",
        BudgetRaised raised => $"{raised.By} raised the budget by {raised.More}{Because(raised.Why)}.",
        WarningNoted warning => $"Warning: {warning.Text}",
        _ => null,
    };

    private static string Who(string by) => by is Decider.Errand or "supervisor" ? "Errand" : by;

    private static string Because(string? why) => why is null ? "" : $", because {Quote(why)}";

    private static string Said(WorkerEnded ended) => ended.Said switch
    {
        null => "",
        { Kind: OutcomeKind.Cannot, Reason: var reason } => $" and says that it cannot be done{(reason is null ? "" : $": {Quote(reason)}")}",
        { Reason: var reason } => $" and says that nothing needed changing{(reason is null ? "" : $": {Quote(reason)}")}",
    };

    private static string Files(IReadOnlyList<FileChange> files) =>
        string.Join(", ", files.Take(MostFiles).Select(file => $"{Quote(file.Path)}{(file.Added is null ? "" : $" +{file.Added} -{file.Removed}")}")) + More(files.Count);

    private static string Counts(CheckResult check) => (check.Passed, check.Failed) switch
    {
        (null, null) => "",
        var (passed, failed) => $": {passed ?? 0} passed, {failed ?? 0} failed",
    };

    private static string Finding(Finding finding) =>
        $"{SnakeCase.Of(finding.Kind)}{(finding.Path is null ? "" : $" in {Quote(finding.Path)}{(finding.Line is { } line ? $" line {line}" : "")}")}: {Quote(finding.Text)}";

    private static string Opinion(ReviewFinding finding) =>
        $"{SnakeCase.Of(finding.Severity)}{(finding.Path is null ? "" : $" in {Quote(finding.Path)}{(finding.Line is { } line ? $" line {line}" : "")}")}: {Quote(finding.Text)}";

    private static string More(int count) => count > MostFiles ? $" and {count - MostFiles} more" : "";

    private static string Quote(string text) => Escaping.Quote(Escaping.Cut(text, LongestQuote));
}
