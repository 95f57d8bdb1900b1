using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>A job's budget is raised while the job is at work. The worker works until the test lets it end.</summary>
public sealed class RunningBudgetTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly Budget Two = new(Calls: 2);
    private static readonly Budget Three = new(Calls: 3);

    private readonly JobEngine engine = new();

    private string Go => engine.Repository["go"];

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_raise_counts_at_once_for_the_attempt_under_way_and_the_receipt_tells_the_sum()
    {
        JobId id = await StartAsync();

        JobReceipt raised = await engine.Service.RaiseBudgetAsync(id, Three, new Decider("test"), CancellationToken.None);

        Assert.Equal((JobState.Running, new Budget(Calls: 5)), (raised.State, raised.Budget));
        Assert.Equal(new Budget(Calls: 5), engine.Models.Changes.Last());
        JobReceipt settled = await EndAsync(id);
        Assert.Equal((JobState.Review, new Budget(Calls: 5), 1), (settled.State, settled.Budget, settled.Attempt));
        Assert.Single(Raises(id));
        Assert.Contains(engine.Service.ReadTimeline(id), line => line.EndsWith("test raised the budget by 3 calls.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_raises_count_both_and_one_that_is_asked_for_again_counts_once()
    {
        JobId id = await StartAsync();
        var request = new ControlRequest(ControlOperation.Raise, By: "test", More: Three, Request: "r1");

        foreach (ControlRequest asked in (ControlRequest[])[request, request, request with { Request = "r2" }])
            Assert.True((await ControlClient.AskAsync(engine.Paths(id).ControlSocket, asked, CancellationToken.None))!.Ok);

        Assert.Equal(["r1", "r2"], Raises(id).Select(raise => raise.Request));
        Assert.Equal(new Budget(Calls: 8), (await EndAsync(id)).Budget);
    }

    [Fact]
    public async Task A_raise_that_comes_when_a_call_was_refused_already_lets_the_job_go_on_after_its_worker_has_ended()
    {
        engine.Models.Refusal = new BudgetStop(IsJobs: true, "The budget is used up.");
        JobId id = await StartAsync();
        Task<JobReceipt> raising = engine.Service.RaiseBudgetAsync(id, Three, new Decider("test"), CancellationToken.None);
        // Its first question is answered before the worker may end: the refusal is the answer then.
        await ControlClient.AskAsync(engine.Paths(id).ControlSocket, new ControlRequest(ControlOperation.Raise, By: "test", More: Three, Request: "other"), CancellationToken.None);
        Assert.Empty(Raises(id));

        engine.Models.Refusal = null;
        File.WriteAllText(Go, "");
        await raising.WaitAsync(TestTimeouts.Default);
        JobReceipt settled = await engine.SettledAsync(id);

        Assert.Equal((JobState.Review, 2), (settled.State, settled.Attempt));
        Assert.Equal([Two, new Budget(Calls: 5)], engine.Models.Sessions.Select(session => session.Budget));
        Assert.Single(Raises(id));
    }

    [Fact]
    public async Task A_raise_during_a_review_counts_for_the_reviewers_calls()
    {
        engine.Worker("echo work > work.txt", model: "metered");
        engine.Critic($$"""while ! test -e '{{Go}}'; do sleep 0.02; done; echo '{"findings":[]}'""", model: "fast");
        JobId id = await engine.StartAsync(engine.Request(request => request with { Budget = Two, Review = true }));
        await Wait.ForAsync(() => engine.Models.Changes.Count == 2, "the reviewer's calls are served");

        await engine.Service.RaiseBudgetAsync(id, Three, new Decider("test"), CancellationToken.None);

        Assert.Equal([Two, Two, new Budget(Calls: 5)], engine.Models.Changes);
        Assert.Equal(ReviewStatus.Read, (await EndAsync(id)).Review!.Status);
    }

    [Fact]
    public async Task A_raise_of_what_is_not_limited_is_refused_and_changes_nothing()
    {
        JobId id = await StartAsync();

        ErrandException refusal = await Assert.ThrowsAsync<ErrandException>(() => engine.Service.RaiseBudgetAsync(id, new Budget(Tokens: 100_000), new Decider("test"), CancellationToken.None));

        Assert.StartsWith("ERR1001 budget '100,000 tokens' is refused: the budget of j1 is 2 calls and does not limit that.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Raises(id));
        await EndAsync(id);
    }

    private async Task<JobId> StartAsync()
    {
        engine.Worker($"while ! test -e '{Go}'; do sleep 0.02; done; echo work > work.txt", model: "metered");
        JobId id = await engine.StartAsync(engine.Request(request => request with { Budget = Two }));
        await Wait.ForAsync(() => JobHistory.Of(JournalReader.Read(engine.Paths(id).Journal).Entries).WorkerRuns, "the worker works");
        return id;
    }

    private Task<JobReceipt> EndAsync(JobId id)
    {
        File.WriteAllText(Go, "");
        return engine.SettledAsync(id);
    }

    private IReadOnlyList<BudgetRaised> Raises(JobId id) => [.. JournalReader.Read(engine.Paths(id).Journal).Entries.OfType<BudgetRaised>()];
}
