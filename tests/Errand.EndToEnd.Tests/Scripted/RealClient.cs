using System.Diagnostics;
using System.Text.Json;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>A real worker program, set up so that nothing of the user's is read or written and nothing leaves loopback.</summary>
internal abstract class RealClient : IDisposable
{
    private readonly TempDirectory root = new();

    protected RealClient()
    {
        Home = root.MakeDirectory("home");
        WorkingDirectory = root.MakeDirectory("work");
        Temp = root.MakeDirectory("tmp");
    }

    /// <summary>Where the client works.</summary>
    public string WorkingDirectory { get; }

    protected string Home { get; }

    protected string Temp { get; }

    protected abstract string Program { get; }

    /// <summary>The client by the name that tests use: <c>claude</c>, or <c>codex</c> and the model it is told to use.</summary>
    public static RealClient Named(string name) => name.Split(' ') switch
    {
        ["codex", var model] => new RealCodex(model),
        _ => new RealClaude(),
    };

    public string Read(string file) => File.ReadAllText(Path.Combine(WorkingDirectory, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(WorkingDirectory, file), text);

    /// <summary>Runs one prompt to its end.</summary>
    public async Task<ClientRun> RunAsync(ScriptedModel model, string prompt, params string[] further)
    {
        var start = new ProcessStartInfo(Program, Arguments(model, further))
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        // Whatever a client tries to reach outside loopback, it is sent to where nobody is.
        start.Environment["HTTPS_PROXY"] = "http://127.0.0.1:9";
        start.Environment["NO_PROXY"] = "127.0.0.1";
        foreach (var (name, value) in Variables(model))
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        try
        {
            var stdout = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var stderr = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardInput.WriteAsync(prompt);
            process.StandardInput.Close();
            var run = new ClientRun(Lines(await stdout), await stderr, 0);
            await process.WaitForExitAsync(timeout.Token);
            return run with { ExitCode = process.ExitCode };
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Goes on in the session of an earlier run.</summary>
    public Task<ClientRun> ResumeAsync(ScriptedModel model, ClientRun run, string prompt) => RunAsync(model, prompt, [.. ResumeArguments(run)]);

    /// <summary>The last thing that the client reports the model to have said.</summary>
    public abstract string? AnswerIn(ClientRun run);

    public void Dispose() => root.Dispose();

    protected abstract IEnumerable<string> Arguments(ScriptedModel model, IReadOnlyList<string> further);

    protected abstract IEnumerable<(string Name, string Value)> Variables(ScriptedModel model);

    protected abstract IEnumerable<string> ResumeArguments(ClientRun run);

    protected static string SearchPath => Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
