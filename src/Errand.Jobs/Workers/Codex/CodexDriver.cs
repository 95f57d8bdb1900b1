using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers.Codex;

/// <summary>Drives Codex: <c>codex exec --json</c>, as the native program and never as its launcher.</summary>
internal sealed partial class CodexDriver : IWorkerDriver
{
    private const string Package = "@openai/codex";
    private const string Remedy = $"Install it with `npm install -g {Package}`, or give its absolute path as 'command' of that worker.";

    // Exit code of the argument parser, for a version whose sandbox command is spelled in another way.
    private const int UsageError = 2;

    private static readonly string[] RequiredFlags = ["--add-dir", "--cd", "--config", "--json", "--model", "--sandbox", "--skip-git-repo-check"];

    public string Name => "codex";

    public IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context)
    {
        WorkerProgram program = FindProgram(context);
        Dictionary<string, string> environment = CodexCommandLine.Variables(context, key: null);
        // Its own directory may not exist yet when it is only asked; the default one below HOME need not.
        environment.Remove("CODEX_HOME");
        // A sandbox that does not work is seen by the model only: commands fail, the run succeeds.
        string[][] questions = [["--version"], ["exec", "--help"], ["sandbox", "--", "/bin/true"]];
        return [.. questions.Select(question => new ProcessCommand(program.Path, [.. program.FirstArguments, .. question])
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
                $"'{program}' of worker '{context.Worker.Name}' is not Codex: asked for --version it said {answer}. {Remedy}");
        }

        HashSet<string> flags = HelpText.Flags(Encoding.UTF8.GetString(answers[1].Output.Span));
        string[] missing = [.. RequiredFlags.Where(flag => !flags.Contains(flag))];
        if (missing.Length > 0)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"Codex {version.Groups[1].Value} at '{program}' does not know {string.Join(", ", missing)} of `codex exec`. Update it with `npm install -g {Package}@latest`.");
        }

        CapturedOutput sandbox = answers[2];
        if (sandbox.Exit.ExitCode is not 0 and not UsageError)
        {
            string complaint = Escaping.Quote(sandbox.Error.Trim(), 300);
            throw new ErrandException(
                ErrorCatalog.WorkerSandbox,
                $"The sandbox of Codex {version.Groups[1].Value} does not work here: {complaint}. It needs unprivileged user namespaces "
                + "(`sysctl user.max_user_namespaces`, and in a container a profile that allows them); `codex sandbox -- /bin/true` shows whether it works.");
        }

        return new WorkerCapabilities(program, version.Groups[1].Value, flags);
    }

    public WorkerLaunch Prepare(WorkerContext context, WorkerCapabilities capabilities, WorkerPrompt prompt)
    {
        string? key = CodexCommandLine.Key(context);
        Dictionary<string, string> environment = CodexCommandLine.Variables(context, key);
        var command = new ProcessCommand(
            capabilities.Program,
            [.. context.Worker.Command.Skip(1), .. CodexCommandLine.Arguments(context, capabilities, key is not null, prompt.SessionId)])
        {
            WorkingDirectory = context.WorkingDirectory,
            Environment = environment,
            StandardInput = CodexCommandLine.Input(context, prompt.Text),
        };
        return new WorkerLaunch(
            command, CodexCommandLine.Files(context), CodexCommandLine.Links(context), WorkerSecrets.Of(context.Worker, environment, key));
    }

    public IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt) => new CodexOutput(context.Worker, prompt);

    private static WorkerProgram FindProgram(WorkerContext context)
    {
        WorkerProgram program = WorkerProgram.Find(context, "codex", Remedy);
        if (NodePackages.RootOf(program.Path, Package) is not { } root || WorkerProgram.IsNative(program.Path))
            return program;

        string platform = $"{Package}-linux-{NodePackages.Architecture}";
        string triple = NodePackages.Architecture == "arm64" ? "aarch64-unknown-linux-musl" : "x86_64-unknown-linux-musl";
        // Older versions had the programs of all platforms in the package itself, in a directory of another name.
        string? native = ((string?[])[NodePackages.Resolve(root, platform), root])
            .OfType<string>()
            .SelectMany(directory => ((string[])["bin", "codex"]).Select(below => Path.Combine(directory, "vendor", triple, below, "codex")))
            .FirstOrDefault(WorkerProgram.IsExecutable);
        return native is not null
            ? program with { Path = native }
            : throw new ErrandException(
                ErrorCatalog.WorkerProgramMissing,
                $"'{program.Path}' of worker '{context.Worker.Name}' is only a launcher, and its package '{platform}' is not installed. {Remedy}");
    }

    [GeneratedRegex(@"^codex-cli (\d+\.\d+\.\d+\S*)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
