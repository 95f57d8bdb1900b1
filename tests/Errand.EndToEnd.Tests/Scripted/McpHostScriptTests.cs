using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>A scripted host calls a tool of a real MCP server by way of the real client, and uses what it got in the next call.</summary>
public sealed class McpHostScriptTests
{
    private const string Script = """
        {
          "turns": [
            { "say": "Starting.", "call": { "server": "lab", "name": "echo", "input": { "text": "start" } } },
            { "capture": { "job": "j\\d+" }, "call": { "name": "mcp__lab__echo", "input": { "text": "wait for {job}" } } },
            { "expect": { "result": "j2 heard wait for j1" }, "say": "{job} is done." }
          ]
        }
        """;

    [RealClientFact]
    public Task Claude_calls_a_server_by_the_flat_name() => PlayAsync(new RealClaude(), ["--strict-mcp-config", "--mcp-config", ClaudeConfiguration]);

    // The first knows nothing of the model, the second defers its tools, the third has only programs.
    [RealClientTheory]
    [InlineData("scripted")]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-6.1-sol")]
    public Task Codex_calls_a_server_by_its_namespace(string model) => PlayAsync(
        new RealCodex(model),
        ["-c", "mcp_servers.lab.command=\"node\"", "-c", $"mcp_servers.lab.args=[\"{Server}\"]", "-c", "mcp_servers.lab.required=true"]);

    private static string Server => Path.Combine(ToolPaths.Repository, "tests", "Errand.EndToEnd.Tests", "Scripted", "echo-server.mjs");

    private static string ClaudeConfiguration => $$"""{ "mcpServers": { "lab": { "command": "node", "args": ["{{Server}}"] } } }""";

    private static async Task PlayAsync(RealClient client, string[] arguments)
    {
        using var _ = client;
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);

        var run = await client.RunAsync(model, "Delegate.", arguments);

        Assert.True(model.Violations.Count == 0 && run.ExitCode == 0, $"{run}\n{string.Join('\n', model.Violations)}");
        Assert.Contains("j1 is done.", run.ToString(), StringComparison.Ordinal);
        Assert.Contains("j2 heard wait for j1", model.Requests.ToolResults[^1].Text, StringComparison.Ordinal);
    }
}
