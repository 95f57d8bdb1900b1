using System.Text.Json.Nodes;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>Jobs whose workers reach their model through the gateway of their supervisor, against a scripted endpoint with a key of its own.</summary>
public sealed class MeteredJobTests
{
    private const string Key = "sk-planted-upstream-key-1234567890";

    private const string Usage = """ "usage": { "input": 1000, "cached": 600, "output": 100 } """;

    private const string Script = $$"""
        {
          "turns": [
            { "call": { "tool": "write", "path": "new.txt", "text": "one\n" }, {{Usage}} },
            { "say": "First done.", {{Usage}} },
            { "call": { "tool": "write", "path": "second.txt", "text": "two\n" }, {{Usage}} },
            { "say": "All done.", {{Usage}} }
          ]
        }
        """;

    /// <summary>Real programs, a tier whose model is one of <c>models</c>, and the protocol that each of them speaks.</summary>
    [RealClientTheory]
    [InlineData("claude", "anthropic")]
    [InlineData("codex", "responses")]
    public async Task A_real_worker_is_metered_and_never_sees_the_key(string worker, string protocol)
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync();
        Configure(errand, model, worker, protocol);

        JobReceipt receipt = await errand.RunJobAsync("Write new.txt.", "--tier", "metered");

        Assert.True(receipt.State == JobState.Review, $"{receipt.State} {receipt.Class}: {receipt.Reason}");
        Assert.Equal(["new.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal(new ModelUsage(2_000, 1_200, 200), receipt.Usage);
        Assert.Equal((2, Metering.Metered), (receipt.Calls, receipt.Metering));
        // 400 fresh, 600 cached and 100 output tokens for each call.
        Assert.Equal([new MoneyAmount(2 * (400 * 1m + 600 * 0.1m + 100 * 2m) / 1_000_000, "USD")], receipt.Cost);
        Assert.Equal("scripted-1", Assert.Single(model.Requests.Turns.Select(request => request.Model).Distinct()));
        Assert.Empty(model.Violations);
        Assert.DoesNotContain(Key, string.Concat(Directory.EnumerateFiles(errand.JobDirectory("j1"), "*", SearchOption.AllDirectories).Select(ReadText)), StringComparison.Ordinal);

        JsonNode stats = JsonNode.Parse((await errand.RunAsync("stats", "--by", "model", "--json")).Output)!;
        Assert.Equal(
            """{"key":"scripted-1","attempts":1,"verified":0,"successRate":0,"calls":2,"failedCalls":0,"inputTokens":800,"cachedTokens":1200,"outputTokens":200}""",
            Figures(Assert.Single(stats["lines"]!.AsArray())!));
        Assert.Contains("\"calls\": 2", (await errand.RunAsync("show", "j1", "usage")).Output, StringComparison.Ordinal);
    }

    [RealClientTheory]
    [InlineData("claude", "anthropic")]
    [InlineData("codex", "responses")]
    public async Task A_used_up_budget_lets_the_job_wait_and_more_of_it_lets_the_same_session_go_on(string worker, string protocol)
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync();
        Configure(errand, model, worker, protocol);

        JobReceipt waiting = await errand.RunJobAsync("Write new.txt.", "--tier", "metered", "--budget", "1 calls");

        Assert.Equal((JobState.Waiting, "budget"), (waiting.State, waiting.Class));
        Assert.StartsWith("The budget of job j1 is used up: 1 calls allowed, 1 calls used.", waiting.Reason, StringComparison.Ordinal);
        Assert.Equal("one\n", errand.Repository.Git("show", "refs/errand/jobs/j1:new.txt"));
        Assert.Equal(1, waiting.Calls);
        Assert.Contains("The budget of job j1 is used up: 1 calls of 1 calls.", waiting.Warnings);
        Assert.Empty(errand.LiveProcesses());
        CommandResult shown = await errand.RunAsync("wait", "j1");
        Assert.Equal(4, shown.ExitCode);
        Assert.Contains("next: errand budget j1 +10calls | errand retry j1 | errand discard j1", shown.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await errand.RunAsync("budget", "j1", "+10calls", "--detach")).ExitCode);
        JobReceipt done = await errand.SettledAsync("j1");

        Assert.True(done.State == JobState.Review, $"{done.State} {done.Class}: {done.Reason}");
        Assert.Equal((2, waiting.SessionId), (done.Attempt, done.SessionId));
        Assert.Equal(new Budget(Calls: 11), done.Budget);
        Assert.Contains("new.txt", done.Files.Select(file => file.Path));
        Assert.Single(model.Requests.Turns.Select(request => request.Conversation).Distinct());
    }

    [RealClientFact]
    public async Task What_waits_for_its_budget_can_be_cancelled_discarded_and_tried_again()
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync();
        Configure(errand, model, "claude", "anthropic");
        foreach (string id in (string[])["j1", "j2", "j3"])
            Assert.Equal(JobState.Waiting, (await errand.RunJobAsync($"Write new.txt for {id}.", "--tier", "metered", "--budget", "1 calls")).State);

        Assert.Equal(0, (await errand.RunAsync("cancel", "j1")).ExitCode);
        Assert.Equal(0, (await errand.RunAsync("discard", "j2")).ExitCode);
        Assert.Equal(0, (await errand.RunAsync("retry", "j3", "--detach")).ExitCode);

        Assert.Equal(
            [JobState.Cancelled, JobState.Discarded, JobState.Waiting],
            [(await errand.ShowAsync("j1")).State, (await errand.ShowAsync("j2")).State, (await errand.SettledAsync("j3")).State]);
        Assert.Equal(2, (await errand.ShowAsync("j3")).Attempt);
    }

    [Fact]
    public async Task A_worker_that_calls_its_model_by_itself_leaves_the_gateway_alone_and_its_word_counts_as_an_estimate()
    {
        await using var errand = new ErrandUnderTest();
        await using ScriptedModel model = await StartAsync();
        Configure(errand, model, "claude", "anthropic");
        JsonObject configuration = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(errand.State, "config.json")))!.AsObject();
        const string Says = """{"type":"result","text":"Done.","model":"scripted-1","usage":{"input_tokens":1000,"cached_tokens":600,"output_tokens":100}}""";
        configuration["workers"]!["own"] = new JsonObject
        {
            ["driver"] = "generic",
            ["command"] = new JsonArray("/bin/sh", "-c", $"test -z \"$ERRAND_MODEL_URL\" && echo '{Says}'"),
            ["output"] = "jsonl",
            ["model"] = "elsewhere",
        };
        errand.Configure(configuration);

        JobReceipt receipt = await errand.RunJobAsync("Say something.", "--worker", "own");

        Assert.True(receipt.State == JobState.Review, $"{receipt.State} {receipt.Class}: {receipt.Reason}");
        Assert.Equal((new ModelUsage(1_000, 600, 100), Metering.Estimated), (receipt.Usage, receipt.Metering));
        JsonNode row = Assert.Single(LedgerFile.Calls(errand));
        Assert.Equal(("j1", "estimated", 400, 600, 100), ((string)row["job"]!, (string)row["metering"]!, (int)row["input"]!, (int)row["cached"]!, (int)row["output"]!));
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task A_budget_that_nobody_could_hold_is_refused_and_nothing_is_made()
    {
        await using var errand = new ErrandUnderTest();

        CommandResult refused = await errand.RunAsync("run", "do it", "--budget", "1.50");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("budget '1.50 USD' is refused: worker 'fake' calls its model by itself", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(errand.JobDirectory("j1")));
    }

    private static Task<ScriptedModel> StartAsync() =>
        ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions { Token = Key }, CancellationToken.None);

    private static void Configure(ErrandUnderTest errand, ScriptedModel model, string worker, string protocol)
    {
        File.WriteAllText(Path.Combine(errand.State, "up.key"), Key);
        errand.Variables["PATH"] = $"{Path.Combine(ToolPaths.NodeModules, ".bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        errand.Configure(JsonNode.Parse($$"""
            {
              "workers": { "{{worker}}": { "env": { "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1" } } },
              "tiers": { "metered": { "worker": "{{worker}}", "model": "fast" } },
              "upstreams": { "main": { "protocol": "{{protocol}}", "baseUrl": "{{model.OpenAIBaseUrl}}", "keyFile": "up.key" } },
              "models": { "fast": { "upstream": "main", "model": "scripted-1" } },
              "prices": { "scripted-1": { "input": 1, "cached": 0.1, "output": 2, "date": "2026-11-01" } }
            }
            """)!.AsObject());
    }

    private static string ReadText(string file) => new FileInfo(file) is { Exists: true, Length: < 4 << 20 } and { LinkTarget: null } ? File.ReadAllText(file) : "";

    private static string Figures(JsonNode line)
    {
        foreach (string name in (string[])["seconds", "modelSeconds", "cost", "hostTokens", "hostTokensSpared", "metering"])
            line.AsObject().Remove(name);
        return line.ToJsonString();
    }
}
