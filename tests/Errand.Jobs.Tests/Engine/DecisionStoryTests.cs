using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;
using Errand.Testing;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Whoever decides something about a job stands in its journal, with when and why.</summary>
public sealed class DecisionStoryTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_hosts_decisions_have_its_name_and_its_reason()
    {
        engine.Worker("mkdir -p src docs; echo x >> src/a; echo x >> docs/b; echo Done.");
        JobId id = (await engine.RunAsync(engine.Request(request => request with { Scope = ["src/**"] }))).Id;

        await engine.Service.WidenAsync(id, [], new Decider("user of claude", "the docs belong to it"), CancellationToken.None);
        await engine.SettledAsync(id);
        await engine.Service.ReworkAsync(id, ["more"], new Decider("claude", "half is missing"), CancellationToken.None);
        await engine.SettledAsync(id);
        await engine.Service.DropAsync(id, ["docs"], "cli", CancellationToken.None);
        await engine.SettledAsync(id);
        await engine.Service.AcceptAsync(id, AcceptTarget.Branch, new Decider("cli", "good enough"), CancellationToken.None);

        Assert.Equal(
            [("widen", "user of claude", "the docs belong to it"), ("rework", "claude", "half is missing"), ("drop", "cli", null), ("accept", "cli", "good enough")],
            Decisions(id));
        Assert.Contains(engine.Service.ReadTimeline(id), line => line.EndsWith("user of claude decided: widen \"/docs/b\", because \"the docs belong to it\".", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_Errand_decides_by_itself_has_its_cause()
    {
        engine.Worker("echo x >> one.txt; echo Done.");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("two", "test $(wc -l < one.txt) = 2")], Revise = 1, Apply = ApplyMode.Auto }));

        Assert.Equal(JobState.Accepted, receipt.State);
        Assert.Equal(
            [("revise", "errand", "The check failed: two."), ("accept", "errand", "apply: auto, and the work is verified and in scope")],
            Decisions(receipt.Id));
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_works_says_by_whom_and_why()
    {
        string begun = engine.Repository["begun"];
        engine.Worker($": > {begun}; sleep 60");
        JobId id = await engine.StartAsync(engine.Request());
        await Wait.ForAsync(() => File.Exists(begun), "the worker works");

        await engine.Service.CancelAsync(id, CancelReason.Obsolete, new Decider("claude", "done elsewhere"), CancellationToken.None);

        Assert.Equal([("cancel", "claude", "done elsewhere")], Decisions(id));
    }

    [Fact]
    public async Task More_budget_a_retry_and_a_discard_have_their_reasons_too()
    {
        engine.Worker("echo x > one.txt", model: "metered");
        engine.Models.Refusal = new BudgetStop(IsJobs: true, "The budget is used up.");
        JobId id = (await engine.RunAsync(engine.Request(request => request with { Budget = new Budget(Tokens: 10) }))).Id;

        await engine.Service.RaiseBudgetAsync(id, new Budget(Tokens: 10), new Decider("cli", "nearly there"), CancellationToken.None);
        await engine.SettledAsync(id);
        await engine.Service.RetryAsync(id, new Decider("cli", "the day is over"), CancellationToken.None);
        await engine.SettledAsync(id);
        await engine.Service.DiscardAsync(id, new Decider("cli", "not worth it"), CancellationToken.None);

        Assert.Equal([("retry", "cli", "the day is over"), ("discard", "cli", "not worth it")], Decisions(id));
        BudgetRaised raised = Assert.Single(JournalReader.Read(engine.Paths(id).Journal).Entries.OfType<BudgetRaised>());
        Assert.Equal(("cli", "nearly there"), (raised.By, raised.Why));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a\0b")]
    public void A_reason_that_says_nothing_is_refused(string why) =>
        Assert.Equal(ErrorCatalog.InvalidArgument, Assert.Throws<ErrandException>(() => Decider.Of("cli", why)).Error);

    private (string Action, string By, string? Why)[] Decisions(JobId id) =>
        [.. JournalReader.Read(engine.Paths(id).Journal).Entries.OfType<DecisionMade>().Select(decision => (decision.Action, decision.By, decision.Why))];
}
