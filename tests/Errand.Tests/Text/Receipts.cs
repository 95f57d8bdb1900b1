using Errand.Core;

namespace Errand.Tests.Text;

/// <summary>Receipts of every kind that a face has to show.</summary>
internal static class Receipts
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What most receipts are like.</summary>
    public static JobReceipt Ordinary { get; } = new()
    {
        Id = new JobId(7),
        State = JobState.Review,
        Reason = "All 2 checks passed.",
        Verdict = Verdict.Verified,
        Worker = "claude",
        Tier = "fast",
        Model = "deepseek-chat",
        Isolation = IsolationKind.Checkout,
        Attempt = 1,
        Seconds = 84.2,
        Files =
        [
            Modified("src/Orders/Import.cs", 12, 2), Modified("src/Orders/ImportOptions.cs", 4, 0), new FileChange("src/Orders/NullRowPolicy.cs", ChangeKind.Added, 31, 0),
            Modified("tests/Orders/ImportTests.cs", 44, 3), Modified("docs/import.md", 6, 1),
        ],
        Checks = [new CheckResult("build", CheckStatus.Passed, 0, 9.1, null, null, null) { Counts = CountSource.ExitCodeOnly }, new CheckResult("unit", CheckStatus.Passed, 0, 12.5, 41, 0, null)],
        Claim = "Null rows are now skipped with a warning instead of failing the import. I added a policy type for it, an option to turn it off, and three tests; all tests pass.",
        Usage = new ModelUsage(40_200, 30_000, 900),
        CostUsd = 0.02m,
        Alive = false,
        CreatedAt = Noon,
        StateAt = Noon.AddSeconds(84),
        Repository = "/home/me/shop",
    };

    public static JobReceipt Running { get; } = Ordinary with
    {
        State = JobState.Running,
        Reason = "claude works.",
        Verdict = null,
        Files = [],
        Checks = [],
        Claim = null,
        Usage = null,
        CostUsd = null,
        Alive = true,
        LastEventSeconds = 3.1,
    };

    public static JobReceipt Failed { get; } = Ordinary with
    {
        Label = "import-nulls",
        Reason = "The check failed: unit, and 2 violations were found.",
        Verdict = Verdict.Failed,
        Isolation = IsolationKind.Inplace,
        Attempt = 2,
        Files = [.. Ordinary.Files, new FileChange("assets/logo.png", ChangeKind.Added, null, null), new FileChange("src/New.cs", ChangeKind.Renamed, 1, 1, "src/Old.cs"), new FileChange("run.sh", ChangeKind.Mode, 0, 0), new FileChange("a b.txt", ChangeKind.Deleted, 0, 9)],
        Violations = [new Violation("docs/import.md", ViolationKind.OutsideScope, "Modified, but no scope pattern covers it."), new Violation(".npmrc", ViolationKind.Sensitive, "Added, but…")],
        Checks =
        [
            Ordinary.Checks[0],
            new CheckResult("unit", CheckStatus.Failed, 1, 12.5, 40, 1, "Failed Orders.ImportTests.Skips_null_rows [3 ms]\nAssert.Equal() Failure: Values differ\nExpected: 2\nActual:   1") { Base = new CheckRun(CheckStatus.Passed, 40, 0, 0) },
            new CheckResult("lint", CheckStatus.Infra, 127, 0.1, null, null, "'eslint' is not installed, or not on PATH.\nsh: 1: eslint: not found"),
            new CheckResult("smoke", CheckStatus.Passed, 0, 1, 0, 0, null),
            new CheckResult("e2e", CheckStatus.Skipped, null, 0, null, null, null),
        ],
        Protected =
        [
            new ProtectedChange("tests/Orders/ImportTests.cs", ProtectedClass.Tests, "2 assertions removed, 1 skip added", Additive: false),
            new ProtectedChange("tests/Orders/NewTests.cs", ProtectedClass.Tests, "new, 3 tests added", Additive: true),
            new ProtectedChange("package.json", ProtectedClass.Config, "script test changed", Additive: false),
        ],
        Warnings = ["The worker was denied Bash(rm -rf build) twice.", "Its usage is estimated."],
    };

    public static JobReceipt Blocked { get; } = Running with
    {
        State = JobState.Blocked,
        Class = "auth",
        Alive = false,
        LastEventSeconds = null,
        Reason = "The model endpoint refused the key. Set ANTHROPIC_API_KEY and retry the job.",
    };

    public static JobReceipt Accepted { get; } = Ordinary with { State = JobState.Accepted, Reason = "Accepted into branch errand/j7.", Branch = "errand/j7" };

    public static JobReceipt ManyFiles { get; } = Ordinary with
    {
        Files = [.. Enumerable.Range(0, 300).Select(number => Modified($"src/Module{number / 10}/Feature{number}/Handler{number}.cs", number, number % 7))],
    };

    public static JobReceipt ManyViolations { get; } = Failed with
    {
        Files = [.. Enumerable.Range(0, 50).Select(number => Modified($"vendor/package{number}/index.js", 1, 1))],
        Violations = [.. Enumerable.Range(0, 50).Select(number => new Violation($"vendor/package{number}/index.js", ViolationKind.OutsideScope, "Modified, but no scope pattern covers it."))],
    };

    public static JobReceipt ManyChecks { get; } = Failed with
    {
        Violations = [],
        Checks = [.. Enumerable.Range(0, 20).Select(number => new CheckResult(
            $"suite-{number}", CheckStatus.Failed, 1, 3, 100 + number, number + 1,
            string.Join('\n', Enumerable.Range(0, 12).Select(line => $"AssertionError {line}: expected value {number} to equal {line}"))))],
    };

    public static FileChange Modified(string path, int added, int removed) => new(path, ChangeKind.Modified, added, removed);
}
