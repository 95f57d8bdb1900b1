using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>What findings and the worker's own last word do to a verdict: they can lower it, and never raise it.</summary>
internal static class ExaminedVerdict
{
    /// <param name="judged">The verdict of scope and checks.</param>
    /// <param name="examined">What the attempt came to, and what was found about it.</param>
    /// <param name="changed">How many files changed.</param>
    /// <param name="isForbidden">Whether a violation was found.</param>
    /// <param name="checks">What the checks showed.</param>
    public static Judgement Of(Judgement judged, WorkExamined examined, int changed, bool isForbidden, IReadOnlyList<CheckResult> checks) => examined.Outcome?.Kind switch
    {
        OutcomeKind.Cannot => Refused(judged, examined.Outcome.Reason, changed, isForbidden),
        OutcomeKind.Nothing => Nothing(judged, examined.Outcome.Reason, checks),
        _ => Lowered(judged, examined.Findings),
    };

    /// <summary>An honest refusal is no failure, even where the work so far is red; what was not allowed stays so.</summary>
    private static Judgement Refused(Judgement judged, string? reason, int changed, bool isForbidden)
    {
        string files = changed switch { 0 => "", 1 => " It changed 1 file all the same.", _ => $" It changed {changed} files all the same." };
        string rest = judged.Verdict == Verdict.Failed ? $" {judged.Sentence}" : "";
        return new Judgement(isForbidden ? Verdict.Failed : Verdict.Unverified, $"The worker says that it cannot be done{Quoted(reason)}.{files}{rest}");
    }

    private static Judgement Nothing(Judgement judged, string? reason, IReadOnlyList<CheckResult> checks)
    {
        string said = $"The worker says that nothing needed changing{Quoted(reason)}.";
        if (judged.Verdict == Verdict.Failed)
            return judged with { Sentence = $"{said} {judged.Sentence}" };

        int passed = checks.Count(VerdictRules.Proves);
        string proof = checks.Count == 0 ? "No check was given, so nothing proves it." : $"Without a change {passed} of {checks.Count} checks passed.";
        return new Judgement(Verdict.Unverified, $"{said} {proof}");
    }

    private static Judgement Lowered(Judgement judged, IReadOnlyList<Finding> findings)
    {
        Finding[] grave = [.. findings.Where(finding => FindingWeights.Of(finding.Kind) != FindingWeight.Note)];
        if (grave.Length == 0 || judged.Verdict is not (Verdict.Verified or Verdict.Partly))
            return judged;

        Verdict most = FindingWeights.Of(grave[0].Kind) == FindingWeight.Worthless ? Verdict.Unverified : Verdict.Partly;
        string more = grave.Length == 1 ? "" : $" and {grave.Length - 1} more";
        return new Judgement(most, $"{judged.Sentence.TrimEnd('.')}, but they prove less than they seem to: {Name(grave[0])}{more}.");
    }

    private static string Name(Finding finding) =>
        $"{SnakeCase.Of(finding.Kind)}{(finding.Path is null ? "" : $" in {Escaping.Quote(Escaping.Cut(finding.Path, 100))}{(finding.Line is { } line ? $" line {line}" : "")}")}";

    private static string Quoted(string? reason) => reason is null ? "" : $": {Escaping.Quote(reason.TrimEnd('.'))}";
}
