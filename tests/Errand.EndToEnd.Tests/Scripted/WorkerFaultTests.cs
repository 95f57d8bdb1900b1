using Errand.Gateway.Scripted;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>What the real programs make of an endpoint that fails: each fault arrives as what it is meant to be.</summary>
public sealed class WorkerFaultTests
{
    private const string Said = "A text that is long enough to be cut somewhere in the middle.";

    public static TheoryData<string, string> Survived
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var client in new[] { "claude", "codex scripted" })
            {
                data.Add(client, """[ { "status": 429, "headers": { "retry-after": "0" } }, { "status": 500 } ]""");
                data.Add(client, """{ "tear": "abort", "after": 4 }""");
                data.Add(client, """{ "error": "overloaded_error", "after": 3 }""");
                data.Add(client, """{ "garbage": "}}nothing of the kind\n\n", "after": 3 }""");
                data.Add(client, """{ "stall": 0.3, "after": 3 }""");
            }

            // Codex takes these two as they come.
            data.Add("claude", """{ "empty": true }""");
            data.Add("codex scripted", """{ "tear": "close", "after": 4 }""");
            return data;
        }
    }

    [RealClientTheory]
    [MemberData(nameof(Survived))]
    public async Task A_fault_that_a_client_survives_costs_it_another_request_at_most(string name, string fault)
    {
        var (client, model, run) = await PlayAsync(name, fault);
        using var _ = client;
        await using var __ = model;

        Assert.True(run.ExitCode == 0 && client.AnswerIn(run) == Said, run.ToString());
        Assert.Equal(fault.StartsWith('[') ? 3 : fault.Contains("stall", StringComparison.Ordinal) ? 1 : 2, model.Requests.Turns.Count());
        Assert.Empty(model.Violations);
    }

    [RealClientTheory]
    [InlineData("claude", """{ "status": 400, "message": "Told so." }""", "Told so.")]
    [InlineData("claude", """{ "status": 402, "message": "Told so." }""", "Told so.")]
    [InlineData("claude", """{ "status": 429, "message": "Told so.", "headers": { "x-should-retry": "false" } }""", "Told so.")]
    [InlineData("codex scripted", """{ "status": 400, "message": "Told so." }""", "Told so.")]
    [InlineData("codex scripted", """{ "status": 429, "code": "insufficient_quota" }""", "Quota exceeded")]
    [InlineData("codex scripted", """{ "error": "insufficient_quota" }""", "Quota exceeded")]
    [InlineData("codex scripted", """{ "error": "context_length_exceeded" }""", "ran out of room")]
    public async Task A_fault_that_ends_a_client_does_so_with_one_request(string name, string fault, string told)
    {
        var (client, model, run) = await PlayAsync(name, fault);
        using var _ = client;
        await using var __ = model;

        Assert.True(run.ExitCode == 1 && run.ToString().Contains(told, StringComparison.Ordinal), run.ToString());
        Assert.Single(model.Requests.Turns);
    }

    [RealClientFact]
    public async Task Usage_arrives_at_both_clients_as_it_was_given()
    {
        const string Script = """{ "turns": [ { "say": "x", "usage": { "input": 1000, "cached": 600, "output": 50, "reasoning": 20 } } ] }""";
        using var claude = new RealClaude();
        using var codex = new RealCodex("scripted");
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);

        var byClaude = (await claude.RunAsync(model, "Go.")).OfType("result").Single().GetProperty("usage");
        var byCodex = (await codex.RunAsync(model, "Go.")).OfType("turn.completed").Single().GetProperty("usage");

        Assert.Equal((400, 600, 50), (Count(byClaude, "input_tokens"), Count(byClaude, "cache_read_input_tokens"), Count(byClaude, "output_tokens")));
        Assert.Equal(
            (1000, 600, 50, 20),
            (Count(byCodex, "input_tokens"), Count(byCodex, "cached_input_tokens"), Count(byCodex, "output_tokens"), Count(byCodex, "reasoning_output_tokens")));

        static int Count(System.Text.Json.JsonElement usage, string name) => usage.GetProperty(name).GetInt32();
    }

    [RealClientFact]
    public async Task Reasoning_is_sent_back_by_both_clients()
    {
        const string Script = """{ "turns": [ { "think": "So it is.", "call": { "tool": "shell", "command": "true" } }, { "say": "x" } ] }""";
        using var claude = new RealClaude();
        using var codex = new RealCodex("scripted");
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);

        await claude.RunAsync(model, "Go.");
        await codex.RunAsync(model, "Go.");

        var second = model.Requests.Turns.Where(request => request.Turn == 2).ToList();
        Assert.Equal(["/v1/messages", "/v1/responses"], second.Select(request => request.Path));
        Assert.All(second, request => Assert.Contains("So it is.", request.Body, StringComparison.Ordinal));
        Assert.Empty(model.Violations);
    }

    private static async Task<(RealClient Client, ScriptedModel Model, ClientRun Run)> PlayAsync(string name, string fault)
    {
        var client = RealClient.Named(name);
        var script = ModelScript.Parse($$"""{ "turns": [ { "say": "{{Said}}", "fault": {{fault}} } ] }""");
        var model = await ScriptedModel.StartAsync(script, new ScriptedModelOptions(), CancellationToken.None);
        return (client, model, await client.RunAsync(model, "Go."));
    }
}
