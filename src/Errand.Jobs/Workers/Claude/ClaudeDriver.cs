using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers.Claude;

/// <summary>Drives Claude Code: <c>claude -p</c> with JSON lines in and out.</summary>
internal sealed partial class ClaudeDriver : IWorkerDriver
{
    private const string Package = "@anthropic-ai/claude-code";
    private const string Remedy = $"Install it with `npm install -g {Package}`, or give its absolute path as 'command' of that worker.";

    // Without these a run is not what was promised: some other prompt or output, or the repository's hooks and servers in it.
    private static readonly string[] RequiredFlags =
    [
        "--add-dir", "--allowedTools", "--input-format", "--output-format", "--permission-mode", "--print", "--resume", "--setting-sources",
        "--strict-mcp-config", "--verbose",
    ];

    public string Name => "claude";

    public IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context)
    {
        WorkerProgram program = FindProgram(context);
        Dictionary<string, string> environment = ClaudeCommandLine.Variables(context, key: null);
        return [.. ((string[])["--version", "--help"]).Select(flag => new ProcessCommand(program.Path, [.. program.FirstArguments, flag])
        {
            WorkingDirectory = context.WorkingDirectory,
            Environment = environment,
        })];
    }

    public WorkerCapabilities ReadProbe(WorkerContext context, IReadOnlyList<CapturedOutput> answers)
    {
        string program = FindProgram(context).Path;
        string said = Encoding.UTF8.GetString(answers[0].Output.Span);
        if (answers[0].Exit.ExitCode != 0 || VersionLine().Match(said) is not { Success: true } version)
        {
            string answer = Escaping.Quote((said + answers[0].Error).Trim(), 200);
            throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"'{program}' of worker '{context.Worker.Name}' is not Claude Code: asked for --version it said {answer}. {Remedy}");
        }

        HashSet<string> flags = HelpText.Flags(Encoding.UTF8.GetString(answers[1].Output.Span));
        string[] missing = [.. RequiredFlags.Where(flag => !flags.Contains(flag))];
        return missing.Length == 0
            ? new WorkerCapabilities(program, version.Groups[1].Value, flags)
            : throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"Claude Code {version.Groups[1].Value} at '{program}' does not know {string.Join(", ", missing)}. "
                + $"Update it with `npm install -g {Package}@latest` or `claude update`.");
    }

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
            WorkerSecrets.Of(context.Worker, environment, key));
    }

    public IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt) => new ClaudeOutput(context.Worker, prompt);

    private static WorkerProgram FindProgram(WorkerContext context)
    {
        WorkerProgram program = WorkerProgram.Find(context, "claude", Remedy);
        if (NodePackages.RootOf(program.Path, Package) is not { } root || WorkerProgram.IsNative(program.Path))
            return program;

        // Where install scripts are off, the link leads to a stub; the program itself is in the package for this platform.
        string platform = $"{Package}-linux-{NodePackages.Architecture}";
        string? native = ((string[])[platform, $"{platform}-musl"])
            .Select(name => NodePackages.Resolve(root, name))
            .Select(directory => directory is null ? null : Path.Combine(directory, "claude"))
            .FirstOrDefault(path => path is not null && WorkerProgram.IsExecutable(path));
        return native is not null
            ? program with { Path = native }
            : throw new ErrandException(
                ErrorCatalog.WorkerProgramMissing,
                $"'{program.Path}' of worker '{context.Worker.Name}' is only a launcher, and its package '{platform}' is not installed. {Remedy}");
    }

    [GeneratedRegex(@"(\d+\.\d+\.\d+\S*).*Claude Code")]
    private static partial Regex VersionLine();
}
