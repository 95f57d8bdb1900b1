using Errand.Testing;

namespace Errand.EndToEnd.Tests.Conformance;

/// <summary>The official suite's scenarios for servers that need no tools of the suite's own.</summary>
public sealed class ConformanceTests
{
    private const string Suite = "@modelcontextprotocol/conformance";

    [NpmTheory(Suite)]
    [InlineData("server-initialize")]
    [InlineData("ping")]
    [InlineData("tools-list")]
    public async Task The_server_conforms(string scenario)
    {
        using var bridge = new StdioBridge();

        ToolRun run = await ToolRun.RunAsync("node", [
            "--import", StdioBridge.PathOf("old-node-fs.mjs"),
            Path.Combine(ToolPaths.NodeModules, Suite, "dist", "index.js"),
            "server", "--url", bridge.Url, "--scenario", scenario]);

        Assert.True(run.ExitCode == 0 && run.Output.Contains("Passed: 1/1, 0 failed", StringComparison.Ordinal), run.ToString());
    }
}
