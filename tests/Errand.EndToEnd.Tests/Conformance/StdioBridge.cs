using System.Diagnostics;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.EndToEnd.Tests.Conformance;

/// <summary><c>errand mcp</c> over HTTP, by way of stdio-bridge.mjs.</summary>
internal sealed class StdioBridge : IDisposable
{
    private readonly TempDirectory temp = new();
    private readonly Process process;

    public StdioBridge()
    {
        var start = new ProcessStartInfo("node", [PathOf("stdio-bridge.mjs"), McpProcess.Program, "mcp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = temp.Path,
        };
        start.Environment["ERRAND_HOME"] = temp["home"];
        process = Process.Start(start)!;
        Url = process.StandardOutput.ReadLine()!;
    }

    public string Url { get; }

    public static string PathOf(string script) => Path.Combine(ToolPaths.Repository, "tests", "Errand.EndToEnd.Tests", "Conformance", script);

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TestTimeouts.Default))
            process.Kill(entireProcessTree: true);
        process.Dispose();
        temp.Dispose();
    }
}
