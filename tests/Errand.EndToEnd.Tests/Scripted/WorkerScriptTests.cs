using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>One script, played to the real programs: what they do to their files, and what the model gets to see of it.</summary>
public sealed class WorkerScriptTests
{
    private const string Script = """
        {
          "turns": [
            { "think": "First the file.", "say": "I will write it.", "call": { "tool": "write", "path": "sub dir/new.txt", "text": "one\ntwo\n" } },
            { "call": { "tool": "edit", "path": "old.txt", "old": "b", "new": "B\nC" } },
            { "call": [ { "tool": "shell", "command": "echo ran-$((40+2)) | tee ran.txt" }, { "tool": "read", "path": "old.txt" } ] },
            { "expect": "ran-42", "capture": { "number": "ran-(\\d+)" }, "call": { "tool": "write", "path": "exact.txt", "text": "number {number}, no line end" } },
            { "say": "Finished in {cwd}." }
          ]
        }
        """;

    public static TheoryData<string> Clients => new("claude", "codex scripted", "codex gpt-5.5", "codex gpt-6.1-sol");

    [RealClientTheory]
    [MemberData(nameof(Clients))]
    public async Task The_same_script_works_for_every_client(string name)
    {
        using var client = RealClient.Named(name);
        client.Write("old.txt", "a\nb\nc\n");
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);

        var run = await client.RunAsync(model, "Please do the work.");

        var seen = $"{run}\n{string.Join('\n', model.Violations)}\n{string.Join('\n', model.Requests.ToolResults)}";
        Assert.True(model.Violations.Count == 0 && run.ExitCode == 0 && File.Exists(Path.Combine(client.WorkingDirectory, "exact.txt")), seen);
        Assert.Equal("one\ntwo\n", client.Read("sub dir/new.txt"));
        Assert.Equal("a\nB\nC\nc\n", client.Read("old.txt"));
        Assert.Equal("ran-42\n", client.Read("ran.txt"));
        Assert.Equal("number 42, no line end", client.Read("exact.txt"));
        Assert.Equal($"Finished in {client.WorkingDirectory}.", client.AnswerIn(run));
        Assert.Equal("Please do the work.", model.Requests.Turns.First().FirstUserText);
    }

    [RealClientTheory]
    [MemberData(nameof(Clients))]
    public async Task A_resumed_session_goes_on_with_the_next_turn(string name)
    {
        const string Two = """
            {
              "turns": [
                { "call": { "tool": "write", "path": "a.txt", "text": "first\n" } },
                { "say": "First done." },
                { "expect": { "user": "^And now again\\.$" }, "call": { "tool": "edit", "path": "a.txt", "old": "first", "new": "second" } },
                { "say": "Second done." }
              ]
            }
            """;
        using var client = RealClient.Named(name);
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Two), new ScriptedModelOptions(), CancellationToken.None);

        var first = await client.RunAsync(model, "Begin.");
        var second = await client.ResumeAsync(model, first, "And now again.");

        Assert.True(model.Violations.Count == 0, string.Join('\n', model.Violations));
        Assert.Equal(("First done.", "Second done."), (client.AnswerIn(first), client.AnswerIn(second)));
        Assert.Equal("second\n", client.Read("a.txt"));
        Assert.Single(model.Requests.Turns.Select(request => request.Conversation).Distinct());
    }

    [RealClientTheory]
    [InlineData("claude", """{ "name": "Agent", "input": { "description": "look", "prompt": "Look around.", "subagent_type": "general-purpose" } }""")]
    [InlineData("codex scripted", """{ "name": "spawn_agent", "input": { "message": "Look around." } }""")]
    public async Task An_agent_that_the_worker_starts_does_not_play_the_worker_s_turns(string name, string call)
    {
        using var client = RealClient.Named(name);
        await using var model = await ScriptedModel.StartAsync(
            ModelScript.Parse($$"""
                { "turns": [ { "call": {{call}} }, { "say": "Done here.", "fault": { "stall": "released" } } ] }
                """),
            new ScriptedModelOptions(),
            CancellationToken.None);
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);

        var running = client.RunAsync(model, "Delegate within.");
        var agent = await model.WaitForRequestAsync(request => request.IsSubAgent, timeout.Token);
        await model.WaitForStallAsync(1, timeout.Token);
        model.ReleaseStalls();
        var run = await running;

        Assert.Equal(("sub-agent", "Look around."), (agent.Scenario, agent.LastUserText));
        // Not the last answer: Codex may tell the worker of the agent's end in one request more, which the script has no turn for.
        Assert.Contains("Done here.", run.ToString(), StringComparison.Ordinal);
        Assert.True(model.Violations.Count == 0, string.Join('\n', model.Violations));
    }

    [RealClientTheory]
    [InlineData("claude")]
    [InlineData("codex scripted")]
    public async Task A_planted_key_that_a_worker_reads_is_caught_on_its_way_to_the_model(string name)
    {
        using var client = RealClient.Named(name);
        client.Write("key.txt", "sk-planted-4711");
        await using var model = await ScriptedModel.StartAsync(
            ModelScript.Parse("""{ "turns": [ { "call": { "tool": "shell", "command": "cat key.txt" } }, { "say": "Never said." } ] }"""),
            new ScriptedModelOptions { ForbiddenValues = ["sk-planted-4711"] },
            CancellationToken.None);

        var run = await client.RunAsync(model, "Look at the key.");

        Assert.Contains(model.Violations, violation => violation.Rule == ScriptedRule.ForbiddenValue);
        Assert.NotEqual("Never said.", client.AnswerIn(run));
        Assert.All(model.Requests, request => Assert.DoesNotContain("sk-planted-4711", $"{request.Body}{string.Join(' ', request.Results)}", StringComparison.Ordinal));
    }
}
