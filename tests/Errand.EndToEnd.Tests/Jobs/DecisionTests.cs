using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

/// <summary>What becomes of work once it is judged.</summary>
public sealed class DecisionTests
{
    [Fact]
    public async Task Verified_work_that_may_be_applied_is_when_the_run_ends()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "mended\n")));

        CommandResult run = await errand.RunAsync("run", "mend", "--apply", "auto", "--check", "mended=grep -q mended src/a.txt");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.StartsWith("j1 accepted · verified", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("review", run.Error, StringComparison.Ordinal);
        Assert.Equal("mended\n", errand.Repository.Read("src/a.txt"));
        Assert.Equal(0, (await errand.RunAsync("accept", "j1")).ExitCode);
    }

    [Fact]
    public async Task Verified_work_that_collides_stays_in_review_with_the_reason_and_needs_a_decision()
    {
        await using var errand = new ErrandUnderTest();
        string checkout = Path.Combine(errand.Repository.Root, "src/a.txt");
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "mended\n")));

        // A check that no sandbox holds is where the test can change the checkout between the worker's end and the delivery.
        (errand.Variables["ERRAND_ISOLATION_MINIMUM"], errand.Variables["ERRAND_ISOLATION_MAXIMUM"]) = ("none", "none");
        CommandResult run = await errand.RunAsync("run", "mend", "--apply", "auto", "--check", $"mended=grep -q mended src/a.txt && echo mine > '{checkout}'");

        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.StartsWith("j1 review · verified, not applied", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nreason: The work is verified but could not be applied: ERR", run.Output, StringComparison.Ordinal);
        Assert.Equal("mine\n", errand.Repository.Read("src/a.txt"));

        errand.Repository.Git("checkout", "--", "src/a.txt");
        CommandResult accepted = await errand.RunAsync("accept", "j1");

        Assert.True(accepted.ExitCode == 0, accepted.ToString());
        Assert.Equal("mended\n", errand.Repository.Read("src/a.txt"));
    }

    [Fact]
    public async Task Work_of_a_job_without_reworks_left_can_be_accepted_but_not_tried_again()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "mended\n")));
        await errand.RunAsync("run", "mend", "--check", "mended=grep -q mended src/a.txt");
        CommandResult last = null!;
        for (int rework = 1; rework <= 3; rework++)
            last = await errand.RunAsync("rework", "j1", "--item", "once more");
        Assert.EndsWith("next: errand accept j1 | errand discard j1\n", last.Output, StringComparison.Ordinal);

        CommandResult fourth = await errand.RunAsync("rework", "j1", "--item", "once more");
        CommandResult retry = await errand.RunAsync("retry", "j1");
        CommandResult shown = await errand.RunAsync("show", "j1");
        CommandResult accepted = await errand.RunAsync("accept", "j1");

        Assert.StartsWith("errand: ERR6003 j1 has used all its 3 reworks. Accept or discard it", fourth.Error, StringComparison.Ordinal);
        Assert.Contains("ERR6001 j1 is blocked (rework_limit) and cannot be retried now. Possible now: accept, discard, cancel.", retry.Error, StringComparison.Ordinal);
        Assert.StartsWith("j1 blocked(rework_limit)", shown.Output, StringComparison.Ordinal);
        Assert.Contains("next: errand accept j1 | errand discard j1 | errand cancel j1", shown.Output, StringComparison.Ordinal);
        Assert.True(accepted.ExitCode == 0, accepted.ToString());
        Assert.Equal("mended\n", errand.Repository.Read("src/a.txt"));
    }

    [Fact]
    public async Task A_discarded_job_leaves_the_workspace_to_the_job_that_goes_on_in_it()
    {
        await using var errand = new ErrandUnderTest();
        string begun = Path.Combine(errand.Root, "begun");
        string gone = Path.Combine(errand.Root, "gone");
        errand.ConfigureWorkers(("first", FakeWorker.Edit("one.txt", "1\n")), ("second", FakeWorker.Nothing.Touch(begun).WaitFile(gone).Edit("two.txt", "2\n")));
        await errand.RunJobAsync("first step", "--worker", "first");
        string second = await errand.StartJobAsync("second step", "--worker", "second", "--continue", "j1");
        await Wait.ForAsync(() => File.Exists(begun), "the second job works");

        CommandResult discarded = await errand.RunAsync("discard", "j1");
        await File.WriteAllTextAsync(gone, "");

        Assert.True(discarded.ExitCode == 0, discarded.ToString());
        JobReceipt receipt = await errand.SettledAsync(second);
        Assert.Equal(["one.txt", "two.txt"], receipt.Files.Select(file => file.Path));

        await errand.RunAsync("discard", second);

        Assert.False(Directory.Exists(Path.Combine(errand.JobDirectory("j1"), "workspace")));
    }
}
