using System.Text;
using System.Text.Json;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Tests.Commands;

/// <summary>The built program, with a state directory and a home of its own.</summary>
internal sealed class ErrandProgram : IDisposable
{
    private readonly TempDirectory directory = new();

    public string StateDirectory => directory["state"];

    public string Home => directory["home"];

    /// <summary>Variables beside PATH, HOME and ERRAND_HOME.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Writes the configuration file.</summary>
    public void Configure(string json) => directory.Write("state/config.json", json);

    public string MakeDirectory(string name) => directory.MakeDirectory(name);

    public Task<ProgramRun> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>Runs one command line to its end.</summary>
    /// <param name="input">Standard input; null = empty.</param>
    /// <param name="arguments">The command line.</param>
    public async Task<ProgramRun> RunAsync(string? input, string[] arguments)
    {
        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        CapturedOutput output = await new ProcessRunner(TimeProvider.System).CaptureAsync(Command(input, arguments), 4 << 20, limit.Token);
        return new ProgramRun((ExitCode)output.Exit.ExitCode, Encoding.UTF8.GetString(output.Output.Span), output.Error);
    }

    public void Dispose() => directory.Dispose();

    private ProcessCommand Command(string? input, string[] arguments) => new(ToolPaths.Errand, arguments)
    {
        WorkingDirectory = directory.Path,
        Environment = new Dictionary<string, string>(Variables)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = directory.MakeDirectory("home"),
            ["ERRAND_HOME"] = StateDirectory,
        },
        StandardInput = Encoding.UTF8.GetBytes(input ?? ""),
    };
}

/// <summary>What one run of the program gave.</summary>
internal sealed record ProgramRun(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>The output as the one JSON document that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
