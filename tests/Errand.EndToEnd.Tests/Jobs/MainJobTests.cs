using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

/// <summary>The main job with a worker that does what it is told: delegate, isolate, verify, report, decide.</summary>
public sealed class MainJobTests
{
    [Fact]
    public async Task Work_is_done_aside_proved_and_applied_only_when_it_is_accepted()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "one\n2\nthree\n").Edit("src/new file.txt", "new\n").Say("I changed two.")));

        JobReceipt receipt = await errand.RunJobAsync("change two", "--check", "content=grep -q 2 src/a.txt");

        Assert.Equal(JobState.Review, receipt.State);
        Assert.Equal(Verdict.Verified, receipt.Verdict);
        Assert.Equal(
            [new FileChange("src/a.txt", ChangeKind.Modified, 1, 1), new FileChange("src/new file.txt", ChangeKind.Added, 1, 0)],
            receipt.Files);
        Assert.Equal("I changed two.", receipt.Claim);
        Assert.Equal(CheckStatus.Passed, Assert.Single(receipt.Checks).Status);
        Assert.Equal("one\ntwo\nthree\n", errand.Repository.Read("src/a.txt"));
        Assert.Equal("", errand.Repository.Git("status", "--porcelain"));

        CommandResult accepted = await errand.RunAsync("accept", receipt.Id.ToString());

        Assert.True(accepted.ExitCode == 0, accepted.ToString());
        Assert.Equal("one\n2\nthree\n", errand.Repository.Read("src/a.txt"));
        Assert.Equal(" M src/a.txt\n?? \"src/new file.txt\"\n", errand.Repository.Git("status", "--porcelain"));
        Assert.Equal(JobState.Accepted, (await errand.ShowAsync("j1")).State);
        Assert.Empty(errand.LiveProcesses());
    }

    [Fact]
    public async Task A_nice_claim_without_a_change_is_not_verified()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Say("All done, all tests pass!")));

        JobReceipt receipt = await errand.RunJobAsync("do it", "--check", "ok=true");

        Assert.Equal(JobState.Review, receipt.State);
        Assert.Equal(Verdict.Unverified, receipt.Verdict);
    }

    [Fact]
    public async Task A_failing_check_fails_the_work_and_its_digest_says_why()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "broken\n").Say("Fixed.")));

        JobReceipt receipt = await errand.RunJobAsync("do it", "--check", "unit=echo 'assertion two is missing'; exit 1");

        Assert.Equal(Verdict.Failed, receipt.Verdict);
        CheckResult check = Assert.Single(receipt.Checks);
        Assert.Equal((CheckStatus.Failed, 1), (check.Status, check.ExitCode));
        Assert.Contains("assertion two is missing", check.Digest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_outside_the_scope_is_a_violation_with_its_path()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "1\n").Edit("README.md", "mine\n")));

        JobReceipt receipt = await errand.RunJobAsync("do it", "--scope", "src/**", "--check", "ok=true");

        Assert.True(receipt.Verdict == Verdict.Failed, $"{receipt.State} {receipt.Class}: {receipt.Reason}");
        Violation violation = Assert.Single(receipt.Violations);
        Assert.Equal(("README.md", ViolationKind.OutsideScope), (violation.Path, violation.Kind));
    }

    [Fact]
    public async Task A_worker_that_fails_blocks_the_job_and_its_work_is_kept()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("half.txt", "half\n").Warn("cannot go on").Exit(7)));

        JobReceipt receipt = await errand.RunJobAsync("do it");

        Assert.Equal((JobState.Blocked, "worker_failed"), (receipt.State, receipt.Class));
        Assert.Equal("half\n", errand.Repository.Git("show", "refs/errand/jobs/j1:half.txt"));
    }

    [Fact]
    public async Task A_job_can_be_continued_in_its_workspace()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("first", FakeWorker.Edit("one.txt", "1\n")), ("second", FakeWorker.Do("move", "one.txt", "two.txt")));
        await errand.RunJobAsync("first step", "--worker", "first");

        JobReceipt second = await errand.RunJobAsync("second step", "--worker", "second", "--continue", "j1");

        Assert.Equal([new FileChange("two.txt", ChangeKind.Added, 1, 0)], second.Files);
    }

    [Fact]
    public async Task Sixteen_jobs_started_at_once_in_one_repository_all_complete()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("made.txt", "made\n")));

        JobReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => errand.RunJobAsync("do it", "--check", "there=test -f made.txt")));

        Assert.All(receipts, receipt => Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified }, $"{receipt.Id} {receipt.State} {receipt.Class}: {receipt.Reason}"));
        Assert.Equal(16, receipts.Select(receipt => receipt.Id).Distinct().Count());
        Assert.Equal("", errand.Repository.Git("status", "--porcelain"));
    }
}
