using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>What the drivers promise of the real programs, shown with the real programs.</summary>
public sealed class WorkerDriverTests
{
    private const string Work = """
        { "say": "I will do it.", "call": { "tool": "write", "path": "sub/new.txt", "text": "new\n" } },
        { "call": { "tool": "edit", "path": "old.txt", "old": "b", "new": "B" } },
        { "call": { "tool": "shell", "command": "env; touch \"$HOME/tool-state\" \"$TMPDIR/scratch\" && echo both-writable" } },
        { "say": "All done.", "usage": { "input": 100, "cached": 40, "output": 10 } }
        """;

    public static TheoryData<string> Drivers => new("claude", "codex");

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task A_worker_does_its_work_and_leaves_nothing_else_behind(string driver)
    {
        await using RealWorker worker = await RealWorker.StartAsync(driver, Work);

        WorkerAttempt attempt = await worker.RunAsync("Do the work.");

        Assert.True(attempt.Outcome.Failure is null, attempt.ToString());
        Assert.Equal(("new\n", "a\nB\nc\n"), (worker.Read("workspace/sub/new.txt"), worker.Read("workspace/old.txt")));
        Assert.Equal(["old.txt", "sub/new.txt"], worker.Files);
        Assert.Equal(("All done.", "scripted"), (attempt.Outcome.Claim, attempt.Outcome.Model));
        Assert.NotNull(attempt.Outcome.SessionId);
        Assert.True(attempt.Outcome.Usage!.InputTokens > 100 && attempt.Outcome.Usage.CachedTokens >= 40, attempt.ToString());
        Assert.Empty(attempt.Outcome.Warnings);
        Assert.Empty(worker.Model.Violations);
        Assert.Equal("scripted", Assert.Single(worker.Model.Requests.Models));
        string seen = worker.Model.Requests.ToolResults[^1].Text;
        Assert.Contains("ERRAND_RUN=run-token", seen, StringComparison.Ordinal);
        Assert.Contains("both-writable", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("scripted-model-token", seen, StringComparison.Ordinal);
        Assert.Contains(attempt.Events, entry => entry.Kind == WorkerEventKind.ToolStarted);
        Assert.Single(attempt.Events, entry => entry.Kind == WorkerEventKind.Session);
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task A_session_goes_on_and_each_run_counts_its_own_tokens(string driver)
    {
        const string Turns = """
            { "say": "The number is 7.", "usage": { "input": 100, "cached": 40, "output": 10 } },
            { "expect": { "user": "Which number" }, "call": { "tool": "write", "path": "number.txt", "text": "7" }, "usage": { "input": 200, "cached": 100, "output": 20 } },
            { "say": "It was 7.", "usage": { "input": 300, "cached": 200, "output": 30 } }
            """;
        await using RealWorker worker = await RealWorker.StartAsync(driver, Turns);

        WorkerAttempt first = await worker.RunAsync("Think of a number.");
        WorkerAttempt second = await worker.RunAsync("Which number?", first.Outcome);

        Assert.True(second.Outcome.Failure is null, second.ToString());
        Assert.Equal((first.Outcome.SessionId, "It was 7."), (second.Outcome.SessionId, second.Outcome.Claim));
        Assert.Equal("7", worker.Read("workspace/number.txt"));
        Assert.Contains("The number is 7.", worker.Model.Requests.Turns.Last().Body, StringComparison.Ordinal);
        Assert.Equal((new ModelUsage(100, 40, 10), new ModelUsage(500, 300, 50)), (first.Outcome.Usage, second.Outcome.Usage));
        Assert.Equal(new ModelUsage(600, 340, 60), second.Outcome.SessionUsage);
        Assert.Empty(worker.Model.Violations);
    }

    [Theory]
    [InlineData("claude", "00000000-0000-4000-8000-000000000000")]
    [InlineData("codex", "01a00000-0000-7000-8000-000000000000")]
    public async Task A_session_that_is_gone_is_said_to_be_gone(string driver, string sessionId)
    {
        await using RealWorker worker = await RealWorker.StartAsync(driver, """{ "say": "x" }""");
        var earlier = new WorkerOutcome(null, "", null, sessionId, null, null, ModelUsage.None, []);

        WorkerAttempt attempt = await worker.RunAsync("Go on.", earlier);

        Assert.True(attempt.Outcome is { Failure: BlockedClass.WorkerFailed, SessionId: null }, attempt.ToString());
        Assert.Contains(sessionId, attempt.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Empty(worker.Model.Requests.Turns);
    }

    [Theory]
    [MemberData(nameof(Drivers))]
    public async Task An_interrupted_worker_can_go_on_in_its_session(string driver)
    {
        const string Turns = """
            { "say": "I begin.", "call": { "tool": "write", "path": "half.txt", "text": "half" } },
            { "say": "Never heard.", "fault": { "stall": "released" } },
            { "say": "Now it is done." }
            """;
        await using RealWorker worker = await RealWorker.StartAsync(driver, Turns);

        WorkerAttempt first = await worker.RunAsync("Begin.", interrupt: worker.Model.WaitForStallAsync(1, CancellationToken.None));
        worker.Model.ReleaseStalls();

        Assert.True(first.Outcome is { Failure: BlockedClass.NoResult, SessionId: not null }, first.ToString());
        Assert.Equal($"Worker '{driver}' was cancelled.", first.Outcome.Sentence);
        Assert.Equal("half", worker.Read("workspace/half.txt"));

        WorkerAttempt second = await worker.RunAsync("Go on.", first.Outcome);

        Assert.True(second.Outcome.Failure is null, second.ToString());
        Assert.Equal(first.Outcome.SessionId, second.Outcome.SessionId);
    }

    [Theory]
    [InlineData("claude", """{ "status": 401, "times": "always" }""", BlockedClass.Auth)]
    [InlineData("claude", """{ "status": 403, "times": "always" }""", BlockedClass.Auth)]
    [InlineData("claude", """{ "status": 402, "times": "always" }""", BlockedClass.Quota)]
    [InlineData("claude", """{ "status": 429, "headers": { "retry-after": "7200" }, "times": "always" }""", BlockedClass.Quota)]
    [InlineData("claude", """{ "status": 400, "message": "Told so.", "times": "always" }""", BlockedClass.WorkerFailed)]
    [InlineData("codex", """{ "status": 401, "times": "always" }""", BlockedClass.Auth)]
    [InlineData("codex", """{ "status": 429, "times": "always" }""", BlockedClass.Quota)]
    [InlineData("codex", """{ "error": "insufficient_quota", "times": "always" }""", BlockedClass.Quota)]
    [InlineData("codex", """{ "error": "context_length_exceeded", "times": "always" }""", BlockedClass.WorkerFailed)]
    [InlineData("codex", """{ "status": 400, "message": "Told so.", "times": "always" }""", BlockedClass.WorkerFailed)]
    public async Task A_failure_of_the_endpoint_has_its_class_and_the_session_can_go_on(string driver, string fault, BlockedClass expected)
    {
        await using RealWorker worker = await RealWorker.StartAsync(driver, $$"""{ "say": "x", "fault": {{fault}} }""");

        WorkerAttempt attempt = await worker.RunAsync("Go.");

        Assert.True(attempt.Outcome.Failure == expected && attempt.Outcome.SessionId is not null, attempt.ToString());
        // Ten tries of a refused key would take two minutes.
        Assert.True(worker.Model.Requests.Count(request => request.Method == "POST") <= 7, attempt.ToString());
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_reached_is_a_failure_of_the_network()
    {
        await using RealWorker worker = await RealWorker.StartAsync("claude", """{ "say": "x" }""");
        worker.Context = worker.Context with
        {
            Worker = worker.Context.Worker with { BaseUrl = "http://127.0.0.1:9", Env = new Dictionary<string, string> { ["CLAUDE_CODE_MAX_RETRIES"] = "1" } },
        };

        WorkerAttempt attempt = await worker.RunAsync("Go.");

        Assert.True(attempt.Outcome.Failure == BlockedClass.Network, attempt.ToString());
        Assert.Contains(attempt.Events, entry => entry is { Kind: WorkerEventKind.Retry, IsProgress: false });
    }

    [Theory]
    [InlineData("claude", "close")]
    [InlineData("claude", "abort")]
    [InlineData("codex", "close")]
    public async Task An_answer_that_is_always_torn_is_no_success(string driver, string how)
    {
        await using RealWorker worker = await RealWorker.StartAsync(driver, $$"""{ "say": "A text that is long enough to be torn.", "fault": { "tear": "{{how}}", "after": 4, "times": "always" } }""");
        worker.Context = worker.Context with { Worker = worker.Context.Worker with { Env = new Dictionary<string, string>(worker.Context.Worker.Env) { ["CLAUDE_CODE_MAX_RETRIES"] = "1" } } };

        WorkerAttempt attempt = await worker.RunAsync("Go.");

        Assert.True(attempt.Outcome.Failure is BlockedClass.Network or BlockedClass.NoResult or BlockedClass.WorkerFailed, attempt.ToString());
    }
}
