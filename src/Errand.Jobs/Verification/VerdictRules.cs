using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>Turns findings into a verdict. Pure, and blind to what the worker says.</summary>
public static class VerdictRules
{
    /// <summary>Judges an attempt's work.</summary>
    /// <param name="changes">What changed against the base.</param>
    /// <param name="violations">What was not allowed.</param>
    /// <param name="checks">What the checks showed, on exactly the tree that is delivered.</param>
    /// <param name="mode">Whether a change was asked for.</param>
    public static Judgement Judge(
        IReadOnlyList<FileChange> changes, IReadOnlyList<Violation> violations, IReadOnlyList<CheckResult> checks, JobMode mode)
    {
        CheckResult[] failed = [.. checks.Where(check => check is { Status: CheckStatus.Failed, Doubt: null })];
        if (violations.Count > 0 || failed.Length > 0)
            return new Judgement(Verdict.Failed, FailureSentence(changes, violations, failed, mode));
        if (mode == JobMode.Read)
            return Unverified("Nothing was changed, as asked; an answer is not something that Errand can check.");
        if (changes.Count == 0)
            return Unverified("Nothing was changed.");
        if (checks.Count == 0)
            return Unverified("No check was given, so nothing is proved.");

        CheckResult[] open = [.. checks.Where(check => !Proves(check))];
        if (open.Length == 0)
        {
            string sentence = checks.Count == 1 ? $"The check {checks[0].Name} passed." : $"All {checks.Count} checks passed.";
            return new Judgement(Verdict.Verified, sentence);
        }

        string doubts = Listed(open, DoubtAbout);
        return open.Length == checks.Count
            ? Unverified($"No check proved anything: {doubts}.")
            : new Judgement(Verdict.Partly, $"{checks.Count - open.Length} of {checks.Count} checks passed; not proved: {doubts}.");
    }

    /// <summary>
    /// Whether a check proves the work. One that ran no test, or whose own output counts failures although it ended with exit code 0,
    /// does not; nor does one that is in doubt when it is compared with the base.
    /// </summary>
    public static bool Proves(CheckResult check) => check is { Status: CheckStatus.Passed, Doubt: null, Failed: null or 0 } && !RanNoTest(check);

    /// <summary>Whether a check's output says that it ran no test at all.</summary>
    public static bool RanNoTest(CheckResult check) => check is { Passed: 0, Failed: null or 0 };

    private static Judgement Unverified(string sentence) => new(Verdict.Unverified, sentence);

    private static string FailureSentence(
        IReadOnlyList<FileChange> changes, IReadOnlyList<Violation> violations, CheckResult[] failed, JobMode mode)
    {
        var parts = new List<string>(3);
        if (changes.Count == 0 && mode == JobMode.Write)
            parts.Add("nothing was changed");
        if (failed.Length > 0)
            parts.Add($"{(failed.Length == 1 ? "the check" : $"{failed.Length} checks")} failed: {Listed(failed, check => check.Name)}");
        if (violations.Count > 0)
            parts.Add(violations.Count == 1 ? "1 violation was found" : $"{violations.Count} violations were found");
        string text = string.Join(", and ", parts);
        return $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
    }

    private static string DoubtAbout(CheckResult check) => check switch
    {
        { Doubt: { } doubt } => $"{check.Name} {doubt}",
        { Status: CheckStatus.Infra, ExitCode: null } => $"{check.Name} could not be run to its end",
        { Status: CheckStatus.Infra } => $"{check.Name} could not be judged on this machine",
        { Status: CheckStatus.Skipped } => $"{check.Name} was not run",
        { Failed: > 0 } => $"{check.Name} ended with exit code 0 but counted {check.Failed} failed",
        _ => $"{check.Name} ran 0 tests",
    };

    private static string Listed(CheckResult[] checks, Func<CheckResult, string> words)
    {
        const int most = 3;
        string text = string.Join(", ", checks.Take(most).Select(words));
        return checks.Length > most ? $"{text} and {checks.Length - most} more" : text;
    }
}
