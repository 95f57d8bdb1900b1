using System.Text.Json.Nodes;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.EndToEnd.Tests.Hosts;

/// <summary>The official inspector as a client that nobody here wrote.</summary>
public sealed class InspectorTests : IDisposable
{
    private const string Inspector = "@modelcontextprotocol/inspector";

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [NpmTheory(Inspector)]
    [InlineData("start,wait,show,decide,cancel")]
    public async Task It_lists_the_tools(string names)
    {
        JsonNode listed = await InspectAsync("--method", "tools/list");

        Assert.Equal(names, string.Join(',', listed["tools"]!.AsArray().Select(tool => (string?)tool!["name"])));
    }

    [NpmTheory(Inspector)]
    [InlineData("id=j7", "ERR1002 There is no job 'j7'")]
    [InlineData("id=..", "ERR1001 id '..' is refused")]
    public async Task It_calls_a_tool(string argument, string expected)
    {
        JsonNode result = await InspectAsync("--method", "tools/call", "--tool-name", "show", "--tool-arg", argument);

        Assert.True((bool?)result["isError"]);
        Assert.StartsWith(expected, (string?)result["content"]![0]!["text"], StringComparison.Ordinal);
    }

    private async Task<JsonNode> InspectAsync(params string[] arguments)
    {
        ToolRun run = await ToolRun.RunAsync(
            ToolPaths.McpInspector, ["--cli", McpProcess.Program, "mcp", .. arguments], ("ERRAND_HOME", temp["home"]));
        Assert.True(run.ExitCode == 0, run.ToString());
        return JsonNode.Parse(run.Output)!;
    }
}
