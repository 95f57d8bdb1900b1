using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>What a worker says in its last line, and what comes of it.</summary>
public sealed class OutcomeTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly CheckSpec Green = new("unit", "test -e a.txt");
    private static readonly CheckSpec Red = new("unit", "test -e missing.txt");

    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task An_honest_refusal_ends_in_review_with_its_reason()
    {
        engine.Worker("echo half > half.txt; echo 'I tried.'; echo '**CANNOT:** there is no network'");

        JobReceipt receipt = await RunAsync(Red);

        Assert.Equal((JobState.Review, Verdict.Unverified, new JobOutcome(OutcomeKind.Cannot, "there is no network")), (receipt.State, receipt.Verdict, receipt.Outcome));
        Assert.Equal("The worker says that it cannot be done: \"there is no network\". It changed 1 file all the same. The check failed: unit.", receipt.Reason);
        Assert.Equal(["rework", "discard", "accept"], NextSteps.Of(receipt));
    }

    [Fact]
    public async Task The_same_words_before_the_end_are_no_refusal()
    {
        engine.Worker("echo work > work.txt; echo 'CANNOT: that is what I thought first'; echo 'Done.'");

        Assert.Equal((Verdict.Verified, OutcomeKind.Changed), (await RunAsync(Green)) is var receipt ? (receipt.Verdict, receipt.Outcome!.Kind) : default);
    }

    [Fact]
    public async Task Nothing_to_do_is_a_success_that_the_checks_speak_of_and_that_can_be_accepted()
    {
        engine.Worker("echo 'NOTHING: it works already'");

        JobReceipt receipt = await RunAsync(Green);
        JobReceipt accepted = await engine.Service.AcceptAsync(receipt.Id, AcceptTarget.Checkout, "test", CancellationToken.None);

        Assert.Equal((JobState.Review, Verdict.Unverified, new JobOutcome(OutcomeKind.Nothing, "it works already")), (receipt.State, receipt.Verdict, receipt.Outcome));
        Assert.Equal([CheckStatus.Passed], receipt.Checks.Select(check => check.Status));
        Assert.Empty(receipt.Findings);
        Assert.Equal((JobState.Accepted, "Accepted: nothing needed changing."), (accepted.State, accepted.Reason));
    }

    [Fact]
    public async Task Nothing_to_do_is_refuted_by_a_check_that_fails()
    {
        engine.Worker("echo 'NOTHING: it works already'");

        JobReceipt receipt = await RunAsync(Red);

        Assert.Equal((Verdict.Failed, false), (receipt.Verdict, NextSteps.CanAccept(receipt)));
    }

    [Fact]
    public async Task Nothing_to_do_beside_changes_is_a_change()
    {
        engine.Worker("echo work > work.txt; echo 'NOTHING: it works already'");

        JobReceipt receipt = await RunAsync(Green);

        Assert.Equal((OutcomeKind.Changed, FindingKind.SummaryMissing), (receipt.Outcome!.Kind, Assert.Single(receipt.Findings).Kind));
    }

    [Fact]
    public async Task An_empty_change_and_a_missing_report_are_named()
    {
        JobReceipt receipt = await RunAsync(Green);

        Assert.Equal([FindingKind.EmptyChange, FindingKind.SummaryMissing], receipt.Findings.Select(finding => finding.Kind));
        Assert.Equal((null, Verdict.Unverified), (receipt.Outcome, receipt.Verdict));
    }

    [Fact]
    public async Task A_green_check_on_work_that_ends_its_tests_is_not_believed()
    {
        engine.Worker("printf 'import os\\nos._exit(0)\\n' > conftest.py; echo Done.");

        JobReceipt receipt = await RunAsync(Green);

        Assert.Equal(Verdict.Unverified, receipt.Verdict);
        Assert.Equal([new Finding(FindingKind.Disarmed, "conftest.py", 2, "os._exit(0)")], receipt.Findings);
    }

    [Fact]
    public async Task A_criterion_whose_name_is_nowhere_and_a_commit_that_was_not_made_are_named()
    {
        engine.Worker("echo 'skip_rows = 1' > work.py; echo Done.");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with
        {
            Task = "Do it and commit your work.", Checks = [Green], Criteria = ["The option `skip_rows` exists", "docs/rows.md tells of it", "It is fast"],
        }));

        Assert.Equal([FindingKind.Criterion, FindingKind.CommitMissing], receipt.Findings.Select(finding => finding.Kind));
        Assert.Equal("Neither the change nor a check has \"docs/rows.md\" of the criterion \"docs/rows.md tells of it\".", receipt.Findings[0].Text);
        Assert.Equal(Verdict.Partly, receipt.Verdict);
    }

    [Theory]
    [InlineData("Do not commit; and commit messages are no concern.")]
    [InlineData("Fix the commit hook.")]
    public async Task A_commit_that_nobody_asked_for_is_not_missed(string task)
    {
        engine.Worker("echo work > work.txt; echo Done.");

        Assert.Empty((await engine.RunAsync(engine.Request(request => request with { Task = task }))).Findings);
    }

    [Fact]
    public async Task A_commit_that_was_made_is_not_missed()
    {
        engine.Worker("echo work > work.txt; git add -A; git -c user.name=w -c user.email=w@w commit -qm work; echo Done.");

        Assert.Empty((await engine.RunAsync(engine.Request(request => request with { Task = "Do it and commit." }))).Findings);
    }

    private Task<JobReceipt> RunAsync(CheckSpec check) => engine.RunAsync(engine.Request(request => request with { Checks = [check] }));
}
