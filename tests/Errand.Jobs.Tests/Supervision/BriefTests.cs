using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Supervision;

public sealed class BriefTests
{
    private const string GoOn = "Go on with the task that you were given before.";

    private const string WayOut =
        "If this cannot be done as asked, do not fake it: end your last message with a line `CANNOT: <reason>`. If nothing needs changing, end it with `NOTHING: <reason>`.";

    private static JobSpec Spec => A.JobSpec(new JobId(1)) with { Task = "Fix it.", Worker = new WorkerSpec { Name = "codex", Driver = "codex" } };

    [Theory]
    [InlineData("do it")]
    [InlineData("/help\n")]
    [InlineData("-rf  \u0007 é\n\n")]
    public void A_reader_without_rules_gets_the_task_and_one_line(string task) => Assert.Equal(
        new WorkerPrompt(task + (task.EndsWith('\n') ? "" : "\n") + "\n---\nThis is a read-only job: change no file; answer in your last message.\n", null, ModelUsage.None),
        Brief.Of(Spec with { Task = task, Mode = JobMode.Read }, JobHistory.Empty, TreeLimits.None, null));

    [Fact]
    public void Rules_follow_the_task_behind_a_rule()
    {
        JobSpec spec = Spec with { Scope = ["src/**"], Deny = ["src/gen/**"], Checks = [new CheckSpec("unit", "make test")] };

        Assert.Equal(
            $"Fix it.\n\n---\nChange only files that match: src/**. Any other change makes the work fail.\nDo not change files that match: src/gen/**.\nYour work is judged by running: make test\n{WayOut}\n",
            Brief.Of(spec, JobHistory.Empty, TreeLimits.None, null).Text);
    }

    [Fact]
    public void What_cannot_be_done_in_the_tree_is_told_before_it_is_tried() => Assert.Equal(
        "Fix it.\n\n---\nYou can write in src only; elsewhere files are read-only and a write fails with 'Read-only file system'. If the task needs more, say so.\n"
        + $"Renaming a directory that was there before can fail with 'Invalid cross-device link' (`git mv`, rename functions): use `mv`, which copies.\n{WayOut}\n",
        Brief.Of(Spec, JobHistory.Empty, new TreeLimits("in src", KeepsDirectories: true), null).Text);

    [Fact]
    public void Constraints_and_criteria_are_told_to_every_worker_that_has_not_heard_them()
    {
        JobSpec spec = A.JobSpec(new JobId(1)) with { Task = "Fix it.", Constraints = ["Keep the names"], Criteria = ["Empty files work"] };

        Assert.Equal("Fix it.\n\n---\nConstraint: Keep the names\nAcceptance criterion: Empty files work\n", Brief.Of(spec, JobHistory.Empty, TreeLimits.None, null).Text);
    }

    [Fact]
    public void A_generic_worker_gets_the_task_alone()
    {
        JobSpec spec = A.JobSpec(new JobId(1)) with { Task = "Fix it.", Scope = ["src/**"] };

        Assert.Equal("Fix it.", Brief.Of(spec, JobHistory.Empty, TreeLimits.None, null).Text);
    }

    [Fact]
    public void The_first_attempt_of_a_continued_job_has_its_own_task_in_the_earlier_session()
    {
        var usage = new ModelUsage(10, 0, 1);

        Assert.Equal(new WorkerPrompt($"Fix it.\n\n---\n{WayOut}\n", "s-1", usage), Brief.Of(Spec with { Session = new WorkerSession("s-1", usage) }, JobHistory.Empty, TreeLimits.None, null));
    }

    [Fact]
    public void A_continued_job_whose_first_attempt_was_cut_off_is_told_its_task_again()
    {
        var usage = new ModelUsage(10, 0, 1);
        JobSpec spec = Spec with { Session = new WorkerSession("s-1", usage) };

        WorkerPrompt prompt = Brief.Of(spec, JobHistory.Of([new AttemptStarted(1, "/bin/w", null, "s-1")]), TreeLimits.None, null);

        Assert.Equal(new WorkerPrompt($"Fix it.\n\n---\n{WayOut}\n", "s-1", usage), prompt);
    }

    [Fact]
    public void A_retry_goes_on_in_the_session()
    {
        JobHistory history = JobHistory.Of([new AttemptStarted(1, "/bin/w", null, null), new SessionSeen("s-1", null)]);

        Assert.Equal(new WorkerPrompt($"{GoOn}\n\n---\n{WayOut}\n", "s-1", ModelUsage.None), Brief.Of(Spec, history, TreeLimits.None, null));
    }

    [Fact]
    public void A_retry_after_a_rework_that_came_to_nothing_still_says_what_is_to_be_done()
    {
        var unit = new CheckResult("unit", CheckStatus.Failed, 1, 1, null, null, "1 != 2");
        var e2e = new CheckResult("e2e", CheckStatus.Infra, null, 1, null, null, "It did not end within 600 s.");
        JobHistory history = JobHistory.Of(
        [
            new AttemptStarted(1, "/bin/w", null, null), new CheckEnded(unit), new CheckEnded(e2e),
            new WorkJudged(Verdict.Failed, "", [new Violation("a.md", ViolationKind.OutsideScope, "Added.")]),
            new DecisionMade("rework", "cli", ["Handle A."], null), new AttemptStarted(2, "/bin/w", null, null), new DecisionMade("retry", "cli", [], null),
        ]);

        Assert.Equal(
            $"Fix it.\n\n---\n{WayOut}\nTo do: Handle A.\nYour work was judged failed.\nThe check unit failed:\n1 != 2\nThe check e2e could not be judged:\nIt did not end within 600 s.\nNot allowed: a.md: Added.\n",
            Brief.Of(Spec, history, TreeLimits.None, null).Text);
    }
}
