using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Verification;
using Errand.Jobs.Verification.Completeness;

namespace Errand.Jobs.Tests.Verification.Completeness;

public sealed class ExaminedVerdictTests
{
    private static readonly Judgement Verified = new(Verdict.Verified, "The check unit passed.");
    private static readonly Judgement Partly = new(Verdict.Partly, "1 of 2 checks passed; not proved: lint was not run.");
    private static readonly Judgement Failed = new(Verdict.Failed, "The check failed: unit.");
    private static readonly Judgement Unverified = new(Verdict.Unverified, "Nothing was changed.");
    private static readonly CheckResult Unit = new("unit", CheckStatus.Passed, 0, 1, 41, 0, null);
    private static readonly Finding Stub = new(FindingKind.Stub, "a.py", 3, "raise NotImplementedError");
    private static readonly Finding Disarmed = new(FindingKind.Disarmed, "conftest.py", 3, "os._exit(0)");
    private static readonly Finding Todo = new(FindingKind.Todo, "a.py", 9, "# TODO");

    [Fact]
    public void Findings_lower_a_verdict_by_their_weight()
    {
        Expect(Verified, Verified, Changed());
        Expect(Verified, Verified, Changed(Todo));
        Expect(new Judgement(Verdict.Partly, "The check unit passed, but they prove less than they seem to: stub in \"a.py\" line 3."), Verified, Changed(Stub, Todo));
        Expect(new Judgement(Verdict.Unverified, "The check unit passed, but they prove less than they seem to: disarmed in \"conftest.py\" line 3 and 1 more."), Verified, Changed(Disarmed, Stub));
        Assert.Equal(Verdict.Unverified, ExaminedVerdict.Of(Partly, Changed(Disarmed), 1, false, [Unit]).Verdict);
    }

    [Fact]
    public void An_honest_refusal_is_unverified_whatever_the_checks_say()
    {
        var refusal = new WorkExamined(new JobOutcome(OutcomeKind.Cannot, "No \"network\"."), []);

        Expect(new Judgement(Verdict.Unverified, "The worker says that it cannot be done: \"No \\\"network\\\"\"."), Unverified, refusal);
        Expect(new Judgement(Verdict.Unverified, "The worker says that it cannot be done: \"No \\\"network\\\"\". It changed 2 files all the same. The check failed: unit."), Failed, refusal, changed: 2);
        Assert.Equal(Verdict.Unverified, ExaminedVerdict.Of(Verified, refusal, 1, false, [Unit]).Verdict);
        Assert.Equal(Verdict.Failed, ExaminedVerdict.Of(Failed, refusal, 1, isForbidden: true, []).Verdict);
    }

    [Fact]
    public void That_nothing_needed_changing_is_compared_with_the_checks()
    {
        var nothing = new WorkExamined(new JobOutcome(OutcomeKind.Nothing, null), []);

        Expect(new Judgement(Verdict.Unverified, "The worker says that nothing needed changing. Without a change 1 of 1 checks passed."), Unverified, nothing);
        Expect(new Judgement(Verdict.Failed, "The worker says that nothing needed changing. The check failed: unit."), Failed, nothing);
    }

    [Fact]
    public void No_combination_raises_a_verdict()
    {
        JobOutcome?[] outcomes = [null, .. Enum.GetValues<OutcomeKind>().Select(kind => new JobOutcome(kind, "x"))];
        foreach (Judgement judged in (Judgement[])[Verified, Partly, Failed, Unverified])
        {
            foreach (JobOutcome? outcome in outcomes)
            {
                foreach (FindingKind kind in Enum.GetValues<FindingKind>())
                {
                    Verdict verdict = ExaminedVerdict.Of(judged, new WorkExamined(outcome, [new Finding(kind, null, null, "x")]), 1, true, [Unit]).Verdict;
                    Assert.True(verdict != Verdict.Verified || judged == Verified, $"{judged.Verdict} {outcome?.Kind} {kind}");
                    Assert.True(verdict != Verdict.Partly || judged.Verdict is Verdict.Verified or Verdict.Partly, $"{judged.Verdict} {outcome?.Kind} {kind}");
                }
            }
        }
    }

    private static WorkExamined Changed(params Finding[] findings) => new(new JobOutcome(OutcomeKind.Changed, null), findings);

    private static void Expect(Judgement expected, Judgement judged, WorkExamined examined, int changed = 0) =>
        Assert.Equal(expected, ExaminedVerdict.Of(judged, examined, changed, isForbidden: false, [Unit]));
}
