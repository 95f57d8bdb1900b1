using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;

namespace Errand.Jobs.Tests.Supervision;

public sealed class BriefTests
{
    private static JobSpec Spec => A.JobSpec(new JobId(1)) with { Worker = new WorkerSpec { Name = "codex", Driver = "codex" } };

    [Theory]
    [InlineData("do it")]
    [InlineData("/help\n")]
    [InlineData("-rf  \u0007 é\n\n")]
    public void Without_rules_a_worker_gets_exactly_the_task(string task) =>
        Assert.Equal(task, Brief.ForFresh(Spec with { Task = task }, JobHistory.Empty));

    [Fact]
    public void Rules_follow_the_task_behind_a_rule()
    {
        JobSpec spec = Spec with { Task = "Fix it.", Scope = ["src/**"], Deny = ["src/gen/**"], Checks = [new CheckSpec("unit", "make test")] };

        Assert.Equal(
            "Fix it.\n\n---\nChange only files that match: src/**. Any other change makes the work fail.\nDo not change files that match: src/gen/**.\nYour work is judged by running: make test\n",
            Brief.ForFresh(spec, JobHistory.Empty));
    }

    [Fact]
    public void A_generic_worker_gets_the_task_alone()
    {
        JobSpec spec = A.JobSpec(new JobId(1)) with { Task = "Fix it.", Scope = ["src/**"] };

        Assert.Equal("Fix it.", Brief.ForFresh(spec, JobHistory.Empty));
    }
}
