using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Requests;
using Errand.Jobs.Store;
using Errand.Testing;

namespace Errand.Jobs.Tests.Requests;

public sealed class JobPlanTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_continued_job_goes_on_in_the_workers_session()
    {
        var usage = new ModelUsage(10, 3, 2);

        JobPlan plan = JobPlan.Continuing(Forerunner(new AttemptStarted(1, "/bin/w", null, null), Ended("s-1", usage)), Request(), Configuration());

        Assert.Equal(new WorkerSession("s-1", usage), plan.Session);
        Assert.Equal(plan.Session, plan.Specify(new JobId(8), Request(), Configuration(), "cli", DateTimeOffset.UnixEpoch).Session);
    }

    [Fact]
    public void Another_worker_begins_a_session_of_its_own()
    {
        JobLookup forerunner = Forerunner(new AttemptStarted(1, "/bin/w", null, null), Ended("s-1", null));

        Assert.Null(JobPlan.Continuing(forerunner, Request() with { Worker = "claude" }, Configuration()).Session);
    }

    [Fact]
    public void A_pattern_outside_the_repository_is_refused_before_there_is_a_job()
    {
        ErrandException refusal = Assert.Throws<ErrandException>(() => Fresh().Require(Request() with { Scope = ["/home/me/other/**"] }, Configuration()));

        Assert.Contains("'/home/me/other/**' is refused: it lies outside the repository", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Denied_patterns_of_configuration_and_request_are_counted_together()
    {
        directory.Write("config.json", """{ "deny": ["a/**"] }""");
        JobRequest request = Request() with { Deny = [.. Enumerable.Range(0, 200).Select(number => $"d{number}")] };

        Assert.Equal(ErrorCatalog.TooManyGlobs, Assert.Throws<ErrandException>(() => Fresh().Require(request, Configuration())).Error);
    }

    [Fact]
    public void A_base_is_refused_where_the_tree_itself_is_the_base()
    {
        directory.Write("config.json", """{ "isolation": "inplace" }""");

        Assert.Contains("base 'v1.0' is refused", Assert.Throws<ErrandException>(() => Fresh().Require(Request() with { Base = "v1.0" }, Configuration())).Message, StringComparison.Ordinal);
        Fresh().Require(Request() with { Base = "v1.0", Isolation = IsolationKind.Checkout }, Configuration());
    }

    [Theory]
    [InlineData(IsolationKind.Checkout)]
    [InlineData(IsolationKind.Inplace)]
    public void Where_overlays_are_demanded_a_job_that_asks_for_less_is_refused(IsolationKind isolation)
    {
        directory.Write("config.json", """{ "isolation": { "minimum": "overlay" } }""");

        ErrandException refusal = Assert.Throws<ErrandException>(() => Fresh().Require(Request() with { Isolation = isolation }, Configuration()));

        Assert.Contains($"isolation '{SnakeCase.Of(isolation)}' is refused: `isolation.minimum` demands overlay", refusal.Message, StringComparison.Ordinal);
        Fresh().Require(Request() with { Isolation = IsolationKind.Overlay }, Configuration());
        Fresh().Require(Request(), Configuration());
    }

    [Fact]
    public void Where_overlays_are_demanded_no_job_goes_on_in_a_checkout()
    {
        JobPlan plan = JobPlan.Continuing(Forerunner(new AttemptStarted(1, "/bin/w", null, null), Ended("s-1", null)), Request(), Configuration());
        directory.Write("config.json", """{ "isolation": { "minimum": "overlay" } }""");

        ErrandException refusal = Assert.Throws<ErrandException>(() => plan.Require(Request(), Configuration()));

        Assert.Contains("continue 'j7' is refused: that job works in isolation checkout", refusal.Message, StringComparison.Ordinal);
    }

    private static JobPlan Fresh()
    {
        JobSpec spec = A.JobSpec(new JobId(1));
        return new JobPlan(new ResolvedWorker(spec.Worker, "auto"), spec.Repository with { Root = "/home/me/project" }, Forerunner: null, Session: null);
    }

    private JobLookup Forerunner(params JournalEntry[] entries)
    {
        directory.MakeDirectory("workspace");
        JobSpec spec = A.JobSpec(new JobId(7));
        spec = spec with { Repository = spec.Repository with { Root = directory.Path } };
        JobHistory history = JobHistory.Of(
        [
            new StateChanged(JobState.Queued, JobState.Preparing, null, "", ""), new WorkspacePrepared("/w", new string('1', 40), false), .. entries,
            new StateChanged(JobState.Verifying, JobState.Review, null, "", ""),
        ]);
        return new JobLookup(spec, history, ReceiptBuilder.Build(spec, history, new JobPaths(directory.Path), false, null, DateTimeOffset.UnixEpoch), false);
    }

    private static WorkerEnded Ended(string? session, ModelUsage? usage) => new(StopReason.Ended, 0, 1, 0, session, null, null, usage, usage);

    private JobRequest Request() => new() { Task = "Now the docs.", Cwd = directory.Path, Continue = "j7" };

    private ErrandConfiguration Configuration() => ConfigurationLoader.Load(new ErrandEnvironment
    {
        StateDirectory = directory.Path,
        WorkingDirectory = directory.Path,
        HomeDirectory = directory.Path,
        Executable = "/bin/false",
        Variables = new Dictionary<string, string>(),
    });
}
