using System.Text;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>A state directory whose tiers are one real worker on one scripted endpoint, a tier for each profile or protocol.</summary>
internal sealed class ChatJobs : IAsyncDisposable
{
    /// <summary>The endpoint's key. It stands in a file that the gateway reads, and must be found nowhere else.</summary>
    public const string Key = "sk-planted-upstream-key-0987654321";

    /// <summary>What all turns do in one, several files, parallel calls, reasoning, and an agent of the worker's own.</summary>
    private const string Script = """
        {
          "usage": { "input": 1000, "cached": 600, "output": 100, "reasoning": 40 },
          "scripts": [
            {
              "name": "agent",
              "match": "^Be the agent",
              "turns": [
                { "think": "What an agent thinks.", "call": { "tool": "shell", "command": "echo agent-$((40+3))" } },
                { "expect": { "result": "agent-43" }, "say": "The agent is done." }
              ]
            }
          ],
          "turns": [
            { "think": "First I look.", "say": "I look.", "call": [ { "tool": "shell", "command": "echo ran-$((40+2))" }, { "tool": "read", "path": "src/a.txt" } ] },
            { "expect": { "result": "ran-42" }, "think": "Now \"the\" edit: 12345678901234567890.", "call": { "tool": "edit", "path": "src/a.txt", "old": "two", "new": "2 – zwei" } },
            { "call": [ { "tool": "write", "path": "notes/one.txt", "text": "1\n" }, { "tool": "write", "path": "notes/two.txt", "text": "2\n" } ] },
            AGENT,
            { "say": "All done." END }
          ]
        }
        """;

    private const string ClaudeAgent = """
        { "think": "An agent shall help.", "call": { "name": "Agent", "input": { "description": "help", "prompt": "Be the agent of {model}.", "subagent_type": "general-purpose" } } }
        """;

    // It gets a number and goes on; waiting for it is a call of its own.
    private const string CodexAgent = """
        { "think": "An agent shall help.", "call": { "name": "spawn_agent", "input": { "message": "Be the agent of {model}." } } },
        { "capture": { "agent": "\"agent_id\":\"([^\"]+)\"" }, "call": { "name": "wait_agent", "input": { "targets": [ "{agent}" ] } } }
        """;

    private readonly ErrandUnderTest errand = new();

    private ChatJobs(string worker, ScriptedModel model)
    {
        Worker = worker;
        Model = model;
    }

    public string Worker { get; }

    public ScriptedModel Model { get; }

    public ErrandUnderTest Errand => errand;

    /// <summary>Starts the endpoint and writes the configuration.</summary>
    /// <param name="worker"><c>claude</c> or <c>codex</c>.</param>
    /// <param name="profiles">Each becomes a tier, a model that is asked for by this name, and <c>m-NAME</c> at the endpoint.</param>
    /// <param name="stallsAtEnd">Whether the last answer waits until it is released.</param>
    public static async Task<ChatJobs> StartAsync(string worker, string[] profiles, bool stallsAtEnd = false)
    {
        ModelScript script = ModelScript.Parse(Script
            .Replace("AGENT", worker == "claude" ? ClaudeAgent : CodexAgent, StringComparison.Ordinal)
            .Replace("END", stallsAtEnd ? """, "fault": { "stall": "released" } """ : "", StringComparison.Ordinal));
        var jobs = new ChatJobs(worker, await ScriptedModel.StartAsync(script, new ScriptedModelOptions { Token = Key }, CancellationToken.None));
        jobs.Configure(profiles);
        return jobs;
    }

    public async Task<JobReceipt> RunAsync(string tier)
    {
        string id = await errand.StartJobAsync($"Do the work with {tier}.", "--tier", tier, "--check", "edited=grep -q zwei src/a.txt && test -f notes/two.txt");
        await errand.RunAsync("wait", id);
        return await errand.ShowAsync(id);
    }

    /// <summary>All requests that a tier's job led to.</summary>
    public ScriptedRequests RequestsOf(string tier) => new([.. Model.Requests.Where(request => request.Model == $"m-{tier}")]);

    /// <summary>The last of some requests, as text.</summary>
    public string Show(ScriptedRequests requests)
    {
        // The job's workspace, whose path differs from run to run.
        string body = requests[^1].Body.Replace(Path.Combine(errand.JobDirectory("j1"), "workspace"), "{cwd}", StringComparison.Ordinal);
        return UpstreamRequest.Show(body.Replace(errand.Root, "{root}", StringComparison.Ordinal));
    }

    /// <summary>The calls in the ledger.</summary>
    public IEnumerable<JsonNode> LedgerCalls() => Directory.EnumerateFiles(Path.Combine(errand.State, "ledger"), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonNode.Parse(line)!)
        .Where(row => row["kind"]!.ToString() == "call");

    /// <summary>Files of the test in which a text stands, below the state directory.</summary>
    public IEnumerable<string> FilesWith(string text) => Directory.EnumerateFiles(errand.Root, "*", SearchOption.AllDirectories)
        .Where(file => new FileInfo(file) is { LinkTarget: null, Length: < 64 << 20 } && File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
        .Select(file => Path.GetRelativePath(errand.State, file));

    /// <summary>What happened, for messages.</summary>
    public string Describe(JobReceipt receipt) =>
        $"{receipt.Id} {receipt.State} {receipt.Class} {receipt.Verdict}: {receipt.Reason}\n{string.Join('\n', receipt.Checks)}\n{string.Join('\n', Model.Violations)}";

    public async ValueTask DisposeAsync()
    {
        await errand.DisposeAsync();
        await Model.DisposeAsync();
    }

    private void Configure(string[] profiles)
    {
        File.WriteAllText(Path.Combine(errand.State, "up.key"), Key);
        errand.Variables["PATH"] = $"{Path.Combine(ToolPaths.NodeModules, ".bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        JsonObject configuration = JsonNode.Parse($$"""
            {
              "workers": { "{{Worker}}": { "command": [ "{{AgentProgram.Write(Worker, errand.Root)}}" ], "env": { "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1" }, "effort": "high" } },
              "tiers": {},
              "upstreams": { "main": { "protocol": "chat", "baseUrl": "{{Model.OpenAIBaseUrl}}", "keyFile": "up.key" } },
              "models": {},
              "prices": {}
            }
            """)!.AsObject();
        foreach (string profile in profiles)
        {
            configuration["tiers"]![profile] = new JsonObject { ["worker"] = Worker, ["model"] = profile };
            configuration["models"]![profile] = new JsonObject { ["upstream"] = "main", ["model"] = $"m-{profile}", ["profile"] = profile };
            configuration["prices"]![$"m-{profile}"] = JsonNode.Parse("""{ "input": 1, "cached": 0.1, "output": 2, "date": "2026-11-01" }""");
        }

        errand.Configure(configuration);
    }
}
