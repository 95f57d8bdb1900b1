using Errand.Commands;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Tests.Commands;

/// <summary>A job's own page, given to <c>errand run --file</c>, asks for the same job.</summary>
public sealed class TaskPageRoundTripTests
{
    [Fact]
    public void Goal_scope_constraints_criteria_and_checks_come_back()
    {
        var spec = new JobSpec
        {
            Id = new JobId(7),
            CreatedAt = DateTimeOffset.UnixEpoch,
            Host = "cli",
            Task = "Skip null rows.\n\nThey come from old exports.\n",
            Tier = "auto",
            Worker = new WorkerSpec { Name = "claude", Driver = "claude" },
            Repository = new RepositorySpec { Root = "/r", CommonGitDirectory = "/r/.git", Prefix = "", BaseName = "HEAD", Dirty = false },
            Scope = ["src/**", "tests/**"],
            Deny = ["src/generated/**"],
            Constraints = ["Keep the public names", "No new package"],
            Criteria = ["The log says how many were skipped", "prose: no command here"],
            Checks = [new CheckSpec("unit", "dotnet test --filter Import")],
            Mode = JobMode.Write,
            Isolation = IsolationKind.Checkout,
            WorkspaceOwner = new JobId(7),
            Apply = ApplyMode.Manual,
            Timeout = TimeSpan.FromMinutes(1),
            StallTimeout = TimeSpan.FromMinutes(1),
        };
        JobReceipt receipt = ReceiptBuilder.Build(spec, JobHistory.Empty, new JobPaths("/none"), isAlive: false, lastEventSeconds: null, DateTimeOffset.UnixEpoch);

        TaskFile file = TaskFile.Parse(TaskPage.Render(spec, receipt, [new DecisionMade("rework", "cli", ["## Scope"], null)]));

        Assert.Equal(spec.Task, file.Task);
        Assert.Equal(spec.Scope, file.Scope);
        Assert.Equal(spec.Deny, file.Deny);
        Assert.Equal(spec.Constraints, file.Constraints);
        Assert.Equal(spec.Criteria, file.Criteria);
        Assert.Equal(spec.Checks, file.Checks);
    }
}
