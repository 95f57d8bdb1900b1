using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Gateway.Translation.Profiles;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>A state directory whose tiers are one real worker on one scripted endpoint, a tier for each profile or protocol.</summary>
internal sealed class WorkerJobs : IAsyncDisposable
{
    /// <summary>The endpoint's key. It stands in a file that the gateway reads, and must be found nowhere else.</summary>
    public const string Key = "sk-planted-upstream-key-0987654321";

    private readonly ErrandUnderTest errand = new();

    private WorkerJobs(string worker, ScriptedModel model)
    {
        Worker = worker;
        Model = model;
    }

    public string Worker { get; }

    public ScriptedModel Model { get; }

    public ErrandUnderTest Errand => errand;

    /// <summary>Starts the endpoint and writes the configuration.</summary>
    /// <param name="worker"><c>claude</c> or <c>codex</c>.</param>
    /// <param name="profiles">Each becomes a tier, a model that is asked for by this name, and <c>m-NAME</c> at the endpoint. For Chat Completions it has the profile of its name, or else DeepSeek's.</param>
    /// <param name="stallsAtEnd">Whether the last answer waits until it is released.</param>
    /// <param name="protocol">What the endpoint speaks.</param>
    /// <param name="beforeEnd">Turns before the last one; null = the worker starts an agent of its own.</param>
    public static async Task<WorkerJobs> StartAsync(string worker, string[] profiles, bool stallsAtEnd = false, string protocol = "chat", string? beforeEnd = null)
    {
        var jobs = new WorkerJobs(worker, await ScriptedModel.StartAsync(WorkScript.For(worker, stallsAtEnd, beforeEnd), new ScriptedModelOptions { Token = Key }, CancellationToken.None));
        jobs.Configure(profiles, protocol);
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
    /// <param name="requests">At least one.</param>
    /// <param name="show">Makes it of the body.</param>
    public string Show(ScriptedRequests requests, Func<string, string> show)
    {
        // The job's workspace, whose path differs from run to run: an overlay's is that of the repository.
        string body = requests[^1].Body
            .Replace(Path.Combine(errand.JobDirectory("j1"), "workspace"), "{cwd}", StringComparison.Ordinal)
            .Replace(errand.Repository.Root, "{cwd}", StringComparison.Ordinal);
        return show(body.Replace(errand.Root, "{root}", StringComparison.Ordinal));
    }

    /// <summary>The calls in the ledger.</summary>
    public IEnumerable<JsonNode> LedgerCalls() => LedgerFile.Calls(errand);

    /// <inheritdoc cref="PlantedKey.FilesWith"/>
    public IEnumerable<string> FilesWithKey() => PlantedKey.FilesWith(Key, errand);

    /// <summary>What happened, for messages.</summary>
    public string Describe(JobReceipt receipt) =>
        $"{receipt.Id} {receipt.State} {receipt.Class} {receipt.Verdict}: {receipt.Reason}\n{string.Join('\n', receipt.Checks)}\n{string.Join('\n', Model.Violations)}";

    public async ValueTask DisposeAsync()
    {
        await errand.DisposeAsync();
        await Model.DisposeAsync();
    }

    private void Configure(string[] profiles, string protocol)
    {
        File.WriteAllText(Path.Combine(errand.State, "up.key"), Key);
        errand.Variables["PATH"] = $"{Path.Combine(ToolPaths.NodeModules, ".bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        JsonObject configuration = JsonNode.Parse($$"""
            {
              "workers": { "{{Worker}}": { "command": [ "{{AgentProgram.Write(Worker, errand.Root)}}" ], "mounts": [ "{{ToolPaths.NodeModules}}" ], "env": { "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1" }, "effort": "high" } },
              "tiers": {},
              "upstreams": { "main": { "protocol": "{{protocol}}", "baseUrl": "{{Model.OpenAIBaseUrl}}", "keyFile": "up.key" } },
              "models": {},
              "prices": {}
            }
            """)!.AsObject();
        foreach (string profile in profiles)
        {
            configuration["tiers"]![profile] = new JsonObject { ["worker"] = Worker, ["model"] = profile };
            configuration["models"]![profile] = new JsonObject { ["upstream"] = "main", ["model"] = $"m-{profile}" };
            if (protocol == "chat")
                configuration["models"]![profile]!["profile"] = BackendProfiles.BuiltIn.Find(profile) is null ? "deepseek" : profile;
            configuration["prices"]![$"m-{profile}"] = JsonNode.Parse("""{ "input": 1, "cached": 0.1, "output": 2, "date": "2026-11-01" }""");
        }

        errand.Configure(configuration);
    }
}
