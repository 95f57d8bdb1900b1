using System.Diagnostics;

namespace Errand.Testing.Mcp;

/// <summary>A real <c>errand mcp</c> process. Its state directory is the caller's, so that several can share one.</summary>
public sealed class McpProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private McpProcess(Process process)
    {
        this.process = process;
        Client = new McpClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        errors = process.StandardError.ReadToEndAsync();
    }

    public McpClient Client { get; }

    public int Id => process.Id;

    public static string Program => ToolPaths.Errand;

    /// <param name="home">The state directory.</param>
    /// <param name="workingDirectory">Where the host is.</param>
    public static McpProcess Start(string home, string workingDirectory)
    {
        var start = new ProcessStartInfo(Program, ["mcp"])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ERRAND_HOME"] = home;
        return new McpProcess(Process.Start(start)!);
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await process.StandardInput.BaseStream.WriteAsync(bytes);
        await process.StandardInput.BaseStream.FlushAsync();
    }

    public void CloseInput() => process.StandardInput.Close();

    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; gives the exit code and what was printed on standard error.</summary>
    public async Task<(int ExitCode, string Errors)> ExitAsync()
    {
        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        await process.WaitForExitAsync(limit.Token);
        await Client.Reading;
        return (process.ExitCode, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
