using System.Text.RegularExpressions;
using Errand.Processes;

namespace Errand.Jobs.Workers.Claude;

/// <summary>Drives Claude Code: <c>claude -p</c> with JSON lines in and out.</summary>
internal sealed partial class ClaudeDriver : IWorkerDriver
{
    private static readonly PackagedProgram Program = new()
    {
        Command = "claude",
        Title = "Claude Code",
        Package = "@anthropic-ai/claude-code",
        VersionLine = VersionLine(),
        // Without these a run is not what was promised: some other prompt or output, or the repository's hooks and servers in it.
        RequiredFlags =
        [
            "--add-dir", "--allowedTools", "--input-format", "--output-format", "--permission-mode", "--print", "--resume", "--setting-sources",
            "--strict-mcp-config", "--verbose",
        ],
        OtherUpdate = " or `claude update`",
        NativePlaces = NativePlaces,
    };

    /// <summary>The model's endpoint, and where a login is refreshed.</summary>
    private static readonly string[] OwnHosts = ["api.anthropic.com", "platform.claude.com", "console.anthropic.com", "claude.ai"];

    public string Name => "claude";

    public IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context)
    {
        Dictionary<string, string> environment = ClaudeCommandLine.Variables(context, key: null);
        return [Program.Ask(context, environment, "--version"), Program.Ask(context, environment, "--help")];
    }

    public IReadOnlyList<ProcessCommand> TrialCommands(WorkerContext context) => [];

    public WorkerCapabilities ReadProbe(WorkerContext context, IReadOnlyList<CapturedOutput> answers) => Program.Read(context, answers[0], answers[1]);

    public WorkerLaunch Prepare(WorkerContext context, WorkerCapabilities capabilities, WorkerPrompt prompt)
    {
        string? key = ClaudeCommandLine.Key(context);
        Dictionary<string, string> environment = ClaudeCommandLine.Variables(context, key);
        var command = new ProcessCommand(
            capabilities.Program, [.. context.Worker.Command.Skip(1), .. ClaudeCommandLine.Arguments(context, capabilities, prompt.SessionId)])
        {
            WorkingDirectory = context.WorkingDirectory,
            Environment = environment,
            StandardInput = ClaudeCommandLine.Input(prompt.Text),
        };
        return new WorkerLaunch(
            command,
            [WorkerEnvironment.GitConfiguration(context.HomeDirectory), ClaudeCommandLine.ShellStart(context, environment)],
            [],
            WorkerSecrets.Of(context.Worker, environment, key))
        {
            Hosts = context.Gateway is null && context.Worker.BaseUrl is null ? OwnHosts : [],
            Mounts = context.Worker.OwnLogin ? ClaudeCommandLine.LoginMounts(context) : [],
        };
    }

    public IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt) => new ClaudeOutput(context.Worker, prompt);

    /// <summary>Where install scripts are off, the link leads to a stub; the program itself is in the package for this platform.</summary>
    private static IEnumerable<string> NativePlaces(string root) =>
        ((string[])[Program.PlatformPackage, $"{Program.PlatformPackage}-musl"])
            .Select(name => NodePackages.Resolve(root, name))
            .OfType<string>()
            .Select(directory => Path.Combine(directory, "claude"));

    [GeneratedRegex(@"(\d+\.\d+\.\d+\S*).*Claude Code")]
    private static partial Regex VersionLine();
}
