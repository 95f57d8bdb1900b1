using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class VerdictRulesTests
{
    private static readonly FileChange[] Changed = [new("src/a.cs", ChangeKind.Modified, 1, 1)];
    private static readonly FileChange[] Unchanged = [];
    private static readonly Violation Outside = new("docs/a", ViolationKind.OutsideScope, ".");
    private static readonly CheckResult Unit = new("unit", CheckStatus.Passed, 0, 1, 41, 0, null);
    private static readonly CheckResult Build = new("build", CheckStatus.Passed, 0, 1, null, null, null);
    private static readonly CheckResult Broken = new("unit", CheckStatus.Failed, 1, 1, 40, 1, "x");
    private static readonly CheckResult Lint = new("lint", CheckStatus.Infra, 127, 1, null, null, "x");
    private static readonly CheckResult Skipped = new("e2e", CheckStatus.Skipped, null, 0, null, null, null);
    private static readonly CheckResult Empty = new("unit", CheckStatus.Passed, 0, 1, 0, 0, null);
    private static readonly CheckResult Wrapped = new("unit", CheckStatus.Passed, 0, 1, 40, 2, null);

    [Fact]
    public void Verified_takes_a_change_and_nothing_but_checks_that_passed()
    {
        Expect(Verdict.Verified, "The check unit passed.", Changed, [], [Unit]);
        Expect(Verdict.Verified, "All 2 checks passed.", Changed, [], [Build, Unit]);
    }

    [Fact]
    public void A_failed_check_or_a_violation_is_failed()
    {
        Expect(Verdict.Failed, "The check failed: unit.", Changed, [], [Build, Broken]);
        Expect(Verdict.Failed, "1 violation was found.", Changed, [Outside], [Unit]);
        Expect(Verdict.Failed, "The check failed: unit, and 2 violations were found.", Changed, [Outside, Outside], [Broken, Lint]);
        Expect(Verdict.Failed, "4 checks failed: unit, unit, unit and 1 more.", Changed, [], [Broken, Broken, Broken, Broken]);
        Expect(Verdict.Failed, "Nothing was changed, and the check failed: unit.", Unchanged, [], [Broken]);
        Expect(Verdict.Failed, "1 violation was found.", Changed, [Outside], [], JobMode.Read);
    }

    [Fact]
    public void What_proves_nothing_is_unverified_and_says_why()
    {
        Expect(Verdict.Unverified, "Nothing was changed.", Unchanged, [], [Unit]);
        Expect(Verdict.Unverified, "No check was given, so nothing is proved.", Changed, [], []);
        Expect(Verdict.Unverified, "Nothing was changed, as asked; an answer is not something that Errand can check.", Unchanged, [], [Unit], JobMode.Read);
        Expect(Verdict.Unverified, "No check proved anything: lint could not be judged on this machine.", Changed, [], [Lint]);
        Expect(Verdict.Unverified, "No check proved anything: lint could not be judged on this machine, e2e was not run.", Changed, [], [Lint, Skipped]);
        Expect(Verdict.Unverified, "No check proved anything: unit ran 0 tests.", Changed, [], [Empty]);
        Expect(Verdict.Unverified, "No check proved anything: unit ended with exit code 0 but counted 2 failed.", Changed, [], [Wrapped]);
    }

    [Fact]
    public void Some_proof_and_some_doubt_is_partly()
    {
        Expect(Verdict.Partly, "1 of 2 checks passed; not proved: lint could not be judged on this machine.", Changed, [], [Unit, Lint]);
        Expect(Verdict.Partly, "1 of 2 checks passed; not proved: unit ran 0 tests.", Changed, [], [Build, Empty]);
        Expect(Verdict.Partly, "2 of 3 checks passed; not proved: e2e was not run.", Changed, [], [Build, Unit, Skipped]);
    }

    [Fact]
    public void Of_all_combinations_only_those_with_a_change_and_full_proof_are_verified()
    {
        CheckResult[] kinds = [Unit, Build, Broken, Lint, Skipped, Empty, Wrapped];
        CheckResult[][] lists = [[], .. kinds.Select(check => new[] { check }), .. kinds.SelectMany(first => kinds.Select(second => new[] { first, second }))];
        int verified = 0;
        foreach (CheckResult[] checks in lists)
        {
            foreach (FileChange[] changes in new[] { Changed, Unchanged })
            {
                foreach (Violation[] violations in new Violation[][] { [], [Outside] })
                {
                    foreach (JobMode mode in Enum.GetValues<JobMode>())
                    {
                        Verdict verdict = VerdictRules.Judge(changes, violations, checks, mode).Verdict;
                        bool isProved = mode == JobMode.Write && changes.Length > 0 && violations.Length == 0 && checks.Length > 0
                            && checks.All(check => check == Unit || check == Build);
                        Assert.Equal(isProved, verdict == Verdict.Verified);
                        Assert.Equal(violations.Length > 0 || checks.Contains(Broken), verdict == Verdict.Failed);
                        verified += isProved ? 1 : 0;
                    }
                }
            }
        }

        Assert.Equal(6, verified);
    }

    private static void Expect(
        Verdict verdict, string sentence, FileChange[] changes, Violation[] violations, CheckResult[] checks, JobMode mode = JobMode.Write) =>
        Assert.Equal(new Judgement(verdict, sentence), VerdictRules.Judge(changes, violations, checks, mode));
}
