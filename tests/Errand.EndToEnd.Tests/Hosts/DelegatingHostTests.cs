using System.Text.Json.Nodes;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Hosts;

/// <summary>Real hosts, whose model is scripted, delegate a job over MCP, wait for it and read the receipt. They have no more rights than they need.</summary>
public sealed class DelegatingHostTests
{
    [RealClientFact]
    public async Task Claude_code_delegates_and_sees_the_receipt()
    {
        await using var errand = new ErrandUnderTest();
        string configuration = new JsonObject
        {
            ["mcpServers"] = new JsonObject
            {
                ["errand"] = new JsonObject { ["command"] = ErrandUnderTest.Program, ["args"] = new JsonArray("mcp"), ["env"] = Variables(errand) },
            },
        }.ToJsonString();

        await DelegateAsync(errand, new RealClaude("default"), ["--strict-mcp-config", "--mcp-config", configuration, "--allowedTools", "mcp__errand"]);
    }

    // The first model gets the tools up front, the second has to search for them, the third calls them from a program.
    [RealClientTheory]
    [InlineData("scripted")]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-6.1-sol")]
    public async Task Codex_delegates_and_sees_the_receipt(string model)
    {
        await using var errand = new ErrandUnderTest();
        string variables = string.Join(',', Variables(errand).Select(variable => $"{variable.Key}=\"{variable.Value}\""));

        // Nothing here approves the tools: their annotations must do.
        await DelegateAsync(errand, new RealCodex(model, "read-only"), [
            "-c", $"mcp_servers.errand.command=\"{ErrandUnderTest.Program}\"", "-c", "mcp_servers.errand.args=[\"mcp\"]",
            "-c", $"mcp_servers.errand.env={{{variables}}}", "-c", "mcp_servers.errand.required=true"]);
    }

    private static async Task DelegateAsync(ErrandUnderTest errand, RealClient client, string[] arguments)
    {
        using RealClient _ = client;
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/a.txt", "one\n2\nthree\n").Say("I changed two.")));
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script(errand.Repository.Root)), new ScriptedModelOptions(), CancellationToken.None);

        ClientRun run = await client.RunAsync(model, "Delegate.", arguments);

        Assert.True(model.Violations.Count == 0 && run.ExitCode == 0, $"{run}\n{string.Join('\n', model.Violations)}");
        Assert.Contains("It is done: j1.", run.ToString(), StringComparison.Ordinal);

        // Before its first call a host may have searched for the tools, or waited for a server that was slow to start.
        IReadOnlyList<ToolResult> results = model.Requests.ToolResults;
        string receipt = results[^2].Text;
        Assert.Contains("j1 review · verified", receipt, StringComparison.Ordinal);
        Assert.Contains("files: src/a.txt +1 -1", receipt, StringComparison.Ordinal);
        Assert.Contains("checks: content passed", receipt, StringComparison.Ordinal);
        Assert.Contains("next: decide j1 accept", receipt, StringComparison.Ordinal);
        Assert.Contains("j1 accepted", results[^1].Text, StringComparison.Ordinal);
        Assert.Equal("one\n2\nthree\n", errand.Repository.Read("src/a.txt"));
    }

    private static string Script(string repository) => $$"""
        {
          "turns": [
            { "say": "Handing it over.", "call": { "server": "errand", "name": "start", "input": { "task": "Change two.", "cwd": "{{repository}}", "checks": ["content=grep -q 2 src/a.txt"] } } },
            { "capture": { "job": "j\\d+" }, "call": { "server": "errand", "name": "wait", "input": { "ids": ["{job}"], "seconds": 60 } } },
            { "expect": { "result": "review" }, "call": { "server": "errand", "name": "decide", "input": { "id": "{job}", "action": "accept" } } },
            { "expect": { "result": "accepted" }, "say": "It is done: {job}." }
          ]
        }
        """;

    private static JsonObject Variables(ErrandUnderTest errand) => new(errand.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value)));
}
