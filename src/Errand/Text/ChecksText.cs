using System.Text;
using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Text;

/// <summary>
/// What the checks showed, those that matter first, and the first failure in quoted lines:
/// <code>
/// checks: unit failed: 40 passed, 1 failed · build passed
/// failure of unit (more: show j7 check unit):
/// | AssertionError: 1 != 2
/// </code>
/// </summary>
internal static class ChecksText
{
    private const int LongestName = 64;
    private const int LongestLine = 160;
    private const string Mark = "| ";

    public static string Of(JobReceipt receipt, Face face, int bytes)
    {
        CheckResult[] checks = [.. receipt.Checks.OrderBy(Weight)];
        bool hasDigest = checks[0] is { Status: CheckStatus.Failed or CheckStatus.Infra, Digest.Length: > 0 };
        string show = Step.Show(receipt.Id, face == Face.Tools ? "journal" : "--json", face);
        string line = ByteBudget.Line(
            "checks: ",
            new LazyList<CheckResult>(checks, Entry),
            hasDigest ? bytes / 2 : bytes,
            (left, shown) => $"{left}{(shown > 0 ? " more" : "")}{(checks.Skip(shown).All(VerdictRules.Proves) ? " passed" : "")} ({show})");
        return hasDigest ? line + Digest(receipt.Id, checks[0], face, bytes - ByteBudget.Of(line)) : line;
    }

    private static string Entry(CheckResult check) => Outcome(check) + Base(check);

    /// <summary>What it was on the base, where that is not the same.</summary>
    private static string Base(CheckResult check) => check.Base switch
    {
        null => "",
        { Status: CheckStatus.Passed, Passed: var passed } when passed == check.Passed && check.Status == CheckStatus.Passed => "",
        { Status: CheckStatus.Passed or CheckStatus.Failed, Passed: { } passed } known => $" (base: {passed} passed{(known.Failed > 0 ? $", {known.Failed} failed" : "")})",
        { Failed: > 0 and var failed } => $" (base: {failed} failed)",
        { Status: var status } => $" (base: {SnakeCase.Of(status)})",
    };

    private static string Outcome(CheckResult check)
    {
        string name = NameText.Of(check.Name, LongestName);
        return check.Status switch
        {
            CheckStatus.Infra => $"{name} infra",
            CheckStatus.Skipped => $"{name} not run",
            CheckStatus.Flaky => $"{name} flaky",
            CheckStatus.Failed when check.Doubt is not null => $"{name} fails as on the base{Counts(check, "")}",
            CheckStatus.Failed => $"{name} failed{Counts(check, $" (exit {check.ExitCode})")}",
            _ when VerdictRules.RanNoTest(check) => $"{name} passed, 0 tests ran",
            _ when check.Failed > 0 => $"{name} exit 0{Counts(check, "")}",
            _ when check.Counts == CountSource.ExitCodeOnly => $"{name} passed (exit code only)",
            _ => check.Passed is { } passed ? $"{name} {passed} passed" : $"{name} passed",
        };
    }

    private static string Counts(CheckResult check, string unknown) => (check.Passed, check.Failed) switch
    {
        (null, null) => unknown,
        (null, { } failed) => $": {failed} failed",
        ({ } passed, var failed) => $": {passed} passed, {failed ?? 0} failed",
    };

    private static string Digest(JobId id, CheckResult check, Face face, int bytes)
    {
        string name = NameText.Of(check.Name, LongestName);
        string what = check.Status == CheckStatus.Failed ? "failure of" : "no result from";
        string heading = $"\n{what} {name} (more: {Step.Show(id, $"check {name}", face)}):";
        var text = new StringBuilder(heading);
        int used = ByteBudget.Of(heading);
        foreach (string line in check.Digest!.Split('\n'))
        {
            string quoted = $"\n{Mark}{ByteBudget.Escape(line, LongestLine)}";
            used += ByteBudget.Of(quoted);
            if (used > bytes)
                break;
            text.Append(quoted);
        }

        return text.Length > heading.Length ? text.ToString() : "";
    }

    private static int Weight(CheckResult check) => check.Status switch
    {
        CheckStatus.Failed => 0,
        CheckStatus.Infra or CheckStatus.Flaky => 1,
        CheckStatus.Skipped => 3,
        _ => VerdictRules.Proves(check) ? 4 : 2,
    };
}
