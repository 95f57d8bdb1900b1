using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class CheckComparisonTests
{
    [Fact]
    public void What_passes_as_it_did_is_in_no_doubt()
    {
        CheckResult result = new CheckComparison(Passed(41)) { Base = Passed(40) }.Conclude();

        Assert.Null(result.Doubt);
        Assert.Equal(new CheckRun(CheckStatus.Passed, 40, 0, 0), result.Base);
    }

    [Theory]
    [InlineData(3, 0, "ran fewer tests than the base: 3 instead of 5")]
    [InlineData(4, 1, "skips more tests than the base: 1 instead of 0")]
    [InlineData(null, 0, "does not say any more how many tests ran; there were 5 on the base")]
    public void A_runner_that_runs_less_than_on_the_base_proves_nothing(int? passed, int skipped, string doubt)
    {
        ObservedCheck work = passed is null ? Silent(CheckStatus.Passed) : Passed(passed.Value, skipped);

        Assert.Equal(doubt, new CheckComparison(work) { Base = Passed(5) }.Conclude().Doubt);
        Assert.Null(new CheckComparison(work) { Base = Passed(5), MayChangeTests = true }.Conclude().Doubt);
    }

    [Fact]
    public void A_runner_that_counts_only_failures_may_be_silent()
    {
        ObservedCheck before = Failed(4, "a") with { CountsOnlyFailures = true };

        Assert.Null(new CheckComparison(Silent(CheckStatus.Passed)) { Base = before }.Conclude().Doubt);
    }

    [Fact]
    public void The_same_failures_as_on_the_base_are_in_doubt_and_not_held_against_the_work()
    {
        CheckResult result = new CheckComparison(Failed(4, "a")) { Base = Failed(3, "a", "b") }.Conclude();

        Assert.Equal("fails as on the base, and nothing newly", result.Doubt);
        Assert.Equal(["a"], result.Change!.StillFailing);
    }

    [Fact]
    public void A_new_failure_is_one_whatever_failed_before()
    {
        CheckResult result = new CheckComparison(Failed(4, "c")) { Base = Failed(3, "a", "b") }.Conclude();

        Assert.Null(result.Doubt);
        Assert.Equal(["c"], result.Change!.NewlyFailing);
    }

    [Fact]
    public void Failures_without_names_are_failures()
    {
        Assert.Null(new CheckComparison(Silent(CheckStatus.Failed)) { Base = Silent(CheckStatus.Failed) }.Conclude().Doubt);

        // Two failed and only one has a name: the other one may be new.
        ObservedCheck two = Failed(3, "a");
        two = two with { Result = two.Result with { Failed = 2 } };
        Assert.Null(new CheckComparison(two) { Base = Failed(4, "a") }.Conclude().Doubt);
    }

    [Fact]
    public void Mended_and_new_tests_newly_pass()
    {
        CheckResult result = new CheckComparison(Passed(3) with { Passing = ["a", "b", "c"] }) { Base = Failed(1, "a") with { Passing = ["b"] } }.Conclude();

        Assert.Equal(["a", "c"], result.Change!.NewlyPassing);
        Assert.Empty(result.Change.NewlyFailing);
    }

    [Fact]
    public void What_must_fail_on_the_base_and_passes_there_cannot_fail()
    {
        Assert.Equal("cannot fail: it passes on the base too", new CheckComparison(Passed(1)) { Base = Passed(1), MustFail = true }.Conclude().Doubt);
        Assert.Null(new CheckComparison(Passed(1)) { Base = Failed(0, "a"), MustFail = true }.Conclude().Doubt);
        Assert.Equal("cannot fail: the new tests pass on the base too", new CheckComparison(Passed(3)) { Base = Passed(2), TestsOnBase = Passed(3) }.Conclude().Doubt);
        Assert.Null(new CheckComparison(Passed(3)) { Base = Passed(2), TestsOnBase = Passed(2) }.Conclude().Doubt);
        Assert.Null(new CheckComparison(Passed(3)) { Base = Passed(2), TestsOnBase = Failed(2, "c") }.Conclude().Doubt);
    }

    [Fact]
    public void What_passes_only_with_the_worker_s_tests_proves_nothing()
    {
        Assert.StartsWith("passes only with", Doubt(Failed(1, "a")), StringComparison.Ordinal);
        Assert.StartsWith("ran 0 of", Doubt(Passed(0)), StringComparison.Ordinal);
        Assert.StartsWith("ran fewer tests", Doubt(Passed(1)), StringComparison.Ordinal);
        Assert.StartsWith("could not be judged", Doubt(Silent(CheckStatus.Infra)), StringComparison.Ordinal);
        Assert.Null(Doubt(Passed(2)));

        static string Doubt(ObservedCheck restored) => new CheckComparison(Passed(3)) { Base = Passed(2), Restored = restored }.Conclude().Doubt ?? null!;
    }

    private static ObservedCheck Passed(int tests, int skipped = 0) => Of(CheckStatus.Passed, tests, 0, skipped, []);

    private static ObservedCheck Failed(int passed, params string[] names) => Of(CheckStatus.Failed, passed, names.Length, 0, names);

    private static ObservedCheck Silent(CheckStatus status) => Of(status, null, null, null, []);

    private static ObservedCheck Of(CheckStatus status, int? passed, int? failed, int? skipped, string[] failing) =>
        new(new CheckResult("unit", status, 0, 1, passed, failed, null) { Skipped = skipped }, failing, []);
}
