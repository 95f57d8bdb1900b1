using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>Weighs what a check showed on the work against what it showed elsewhere. Pure.</summary>
/// <param name="Result">On the work.</param>
internal sealed record CheckComparison(ObservedCheck Result)
{
    private const int MostNames = 50;

    /// <summary>On the base; null = it did not run there.</summary>
    public ObservedCheck? Base { get; init; }

    /// <summary>On the work with the base's tests and configuration; null = those are unchanged.</summary>
    public ObservedCheck? Restored { get; init; }

    /// <summary>The worker's tests on the base; null = there are none to try.</summary>
    public ObservedCheck? TestsOnBase { get; init; }

    /// <summary>Whether it had to fail on the base.</summary>
    public bool MustFail { get; init; }

    /// <summary>Whether the base has no tests: then none of its tests can be missing, and a runner that counts the worker's is all there can be.</summary>
    public bool BaseHasNoTests { get; init; }

    /// <summary>Whether the job may change tests, so that fewer of them are no sign.</summary>
    public bool MayChangeTests { get; init; }

    /// <summary>The result with all that the comparison says.</summary>
    public CheckResult Conclude()
    {
        CheckChange? change = Change();
        CheckResult result = Result.Result with { Base = Base?.Run, Restored = Restored?.Run, Change = change };
        return result with { Doubt = Doubt(change) };
    }

    private string? Doubt(CheckChange? change) => Result.Result.Status switch
    {
        CheckStatus.Flaky => "failed once and then passed",
        CheckStatus.Failed => IsAsBefore(change) ? "fails as on the base, and nothing newly" : null,
        CheckStatus.Passed when VerdictRules.RanNoTest(Result.Result) || Result.Result.Failed > 0 => null,
        CheckStatus.Passed => DoubtOfPassed(),
        _ => null,
    };

    private string? DoubtOfPassed()
    {
        if (MustFail && Base is null)
            return "not known to fail on the base";
        if (MustFail && Base is { Result.Status: CheckStatus.Passed or CheckStatus.Flaky })
            return "cannot fail: it passes on the base too";
        if (!MayChangeTests && Fewer(Result.Result, Base) is { } less)
            return less;
        if (Restored is not null && !(BaseHasNoTests && Ran(Result.Result) > 0) && DoubtOfRestored(Restored.Result) is { } doubt)
            return doubt;
        return TestsOnBase is { Result.Status: CheckStatus.Passed } tried && Base is { Result.Status: CheckStatus.Passed } before && RanMore(tried.Result, before.Result)
            ? "cannot fail: the new tests pass on the base too"
            : null;
    }

    private string? DoubtOfRestored(CheckResult restored) => restored.Status switch
    {
        CheckStatus.Passed when VerdictRules.RanNoTest(restored) => "ran 0 of the base's tests",
        CheckStatus.Passed when restored.Failed > 0 => $"counts {restored.Failed} failed of the base's tests",
        CheckStatus.Passed => Fewer(restored, Base),
        CheckStatus.Flaky => "failed once and then passed with the base's tests and configuration",
        CheckStatus.Infra => "could not be judged with the base's tests and configuration",
        _ when Base is { Result.Status: CheckStatus.Failed } known && known.Failing.Count > 0 && Restored!.Failing.Count > 0 && !Restored.Failing.Except(known.Failing).Any()
            => "passes only with the worker's tests; with the base's it fails as before",
        _ => "passes only with the worker's tests or configuration, not with the base's",
    };

    /// <summary>A runner that runs less than on the base hides something.</summary>
    private static string? Fewer(CheckResult result, ObservedCheck? known)
    {
        if (known is not { Result: var onBase } || onBase.Status is not (CheckStatus.Passed or CheckStatus.Failed) || Ran(onBase) is not { } before || before == 0)
            return null;
        if (result.Skipped > (onBase.Skipped ?? 0))
            return $"skips more tests than the base: {result.Skipped} instead of {onBase.Skipped ?? 0}";
        return Ran(result) switch
        {
            null when known.CountsOnlyFailures => null,
            null => $"does not say any more how many tests ran; there were {before} on the base",
            { } after when after < before => $"ran fewer tests than the base: {after} instead of {before}",
            _ => null,
        };
    }

    private static bool RanMore(CheckResult result, CheckResult than) => Ran(result) is not { } after || Ran(than) is not { } before || after > before;

    private static int? Ran(CheckResult result) => result.Passed is null && result.Failed is null ? null : (result.Passed ?? 0) + (result.Failed ?? 0);

    /// <summary>Whether it failed on the base in the same tests and now fails in no other one, which only a runner that names them can show.</summary>
    private bool IsAsBefore(CheckChange? change) =>
        Base is { Result.Status: CheckStatus.Failed } && change is { NewlyFailing: [], StillFailing: [_, ..] }
        && Result.Failing.Count >= Math.Max(1, Result.Result.Failed ?? 1) && Fewer(Result.Result, Base) is null;

    private CheckChange? Change()
    {
        if (Base is not { Result.Status: CheckStatus.Passed or CheckStatus.Failed } before || Result.Result.Status is CheckStatus.Infra or CheckStatus.Skipped)
            return null;

        // A runner names what failed, and only some name what passed.
        string[] failing = Result.Result.Status == CheckStatus.Passed ? [] : [.. Result.Failing];
        string[] failedBefore = before.Result.Status == CheckStatus.Passed ? [] : [.. before.Failing];
        if (failing.Length + failedBefore.Length + Result.Passing.Count + before.Passing.Count == 0)
            return null;

        IEnumerable<string> mended = Result.Result.Status == CheckStatus.Passed ? failedBefore : failedBefore.Intersect(Result.Passing);
        IEnumerable<string> fresh = before.Passing.Count == 0 ? [] : Result.Passing.Except(before.Passing);
        return new CheckChange(
            Some(failing.Except(failedBefore)),
            Some(mended.Union(fresh).Except(failing)),
            Some(failing.Intersect(failedBefore)));
    }

    private static string[] Some(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal).Take(MostNames)];
}
