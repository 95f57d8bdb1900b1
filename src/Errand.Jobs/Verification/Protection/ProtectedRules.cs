using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>Lowers a verdict that rests on what the worker changed of that which judges it; never raises one. Pure.</summary>
internal static partial class ProtectedRules
{
    public static Judgement Weigh(Judgement judgement, ProtectedWork work, JobSpec spec, IReadOnlyList<CheckResult> checks)
    {
        if (judgement.Verdict != Verdict.Verified)
            return judgement;

        bool hiddenProof = checks.Any(check => check is { Hidden: true, Status: CheckStatus.Passed, Doubt: null });
        if (work.OnlyTests && !(work.AddsTests && (AsksForTests(spec) || hiddenProof)))
            return new Judgement(Verdict.Unverified, "Nothing but tests was changed, and their passing proves only themselves. Allow tests if that was the job.");
        if (work.Weakening is { } weakening)
            return new Judgement(Verdict.Partly, $"The checks passed, but the tests were weakened: {weakening}. Allow tests if that was the job.");
        return judgement;
    }

    /// <summary>Whether the host's own words, or the scope, make the tests the work.</summary>
    private static bool AsksForTests(JobSpec spec) =>
        (spec.Scope.Count > 0 && spec.Scope.All(glob => glob.Begins("!") || ProtectedPaths.ClassOf(Example(glob)) == ProtectedClass.Tests))
        || (TestWords().IsMatch(spec.Task) && !OtherWords().IsMatch(spec.Task));

    private static string Example(string glob) => glob.EndsWith('/') ? glob + "x" : glob.Replace("**", "x", StringComparison.Ordinal).Replace('*', 'x');

    [GeneratedRegex(@"\b(add|write|create|extend|improve|increase|cover|more)\b[^.\n]{0,80}\b(tests?|specs?|coverage|test cases?|testing)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TestWords();

    [GeneratedRegex(
        @"\b(fix\w*|implement\w*|support\w*|handl\w+|chang\w+|make|makes|refactor\w*|renam\w+|remov\w+|replac\w+|bugs?|features?|correct|repair|updat\w+|optimi\w+|migrat\w+|convert\w*|port|upgrad\w+|bump|mov\w+|extract\w*|skip|introduc\w+)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherWords();
}
