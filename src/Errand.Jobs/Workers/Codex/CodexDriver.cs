using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Processes;

namespace Errand.Jobs.Workers.Codex;

/// <summary>Drives Codex: <c>codex exec --json</c>, as the native program and never as its launcher.</summary>
internal sealed partial class CodexDriver : IWorkerDriver
{
    // Exit code of the argument parser, for a version whose sandbox command is spelled in another way.
    private const int UsageError = 2;

    private static readonly PackagedProgram Program = new()
    {
        Command = "codex",
        Title = "Codex",
        Package = "@openai/codex",
        VersionLine = VersionLine(),
        RequiredFlags = ["--add-dir", "--cd", "--config", "--json", "--model", "--sandbox", "--skip-git-repo-check"],
        FlagsOf = " of `codex exec`",
        NativePlaces = NativePlaces,
    };

    /// <summary>The model's endpoints, and where a login is refreshed.</summary>
    private static readonly string[] OwnHosts = ["api.openai.com", "chatgpt.com", "auth.openai.com"];

    public string Name => "codex";

    public IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context) =>
        [Program.Ask(context, ProbeVariables(context), "--version"), Program.Ask(context, ProbeVariables(context), "exec", "--help")];

    /// <summary>A sandbox that does not work is seen by the model only: commands fail, the run succeeds.</summary>
    public IReadOnlyList<ProcessCommand> TrialCommands(WorkerContext context) =>
        context.Sandbox == SandboxKind.None ? [Program.Ask(context, ProbeVariables(context), "sandbox", "--", "/bin/true")] : [];

    public WorkerCapabilities ReadProbe(WorkerContext context, IReadOnlyList<CapturedOutput> answers)
    {
        WorkerCapabilities capabilities = Program.Read(context, answers[0], answers[1]);
        if (answers is [_, _, var sandbox] && sandbox.Exit.ExitCode is not 0 and not UsageError)
        {
            string complaint = Escaping.Quote(sandbox.Error.Trim(), 300);
            throw new ErrandException(
                ErrorCatalog.WorkerSandbox,
                $"The sandbox of Codex {capabilities.Version} does not work here: {complaint}. It needs unprivileged user namespaces "
                + "(`sysctl user.max_user_namespaces`, and in a container a profile that allows them); `codex sandbox -- /bin/true` shows whether it works.");
        }

        return capabilities;
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
            command, CodexCommandLine.Files(context), CodexCommandLine.Links(context), WorkerSecrets.Of(context.Worker, environment, key))
        {
            Hosts = context.Gateway is null && context.Worker.BaseUrl is null ? OwnHosts : [],
            Mounts = [.. CodexCommandLine.Links(context).Select(link => BindMount.Writable(link.Target))],
        };
    }

    public IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt) => new CodexOutput(context.Worker, prompt);

    private static Dictionary<string, string> ProbeVariables(WorkerContext context)
    {
        Dictionary<string, string> environment = CodexCommandLine.Variables(context, key: null);
        // Its own directory may not exist yet when it is only asked; the default one below HOME need not.
        environment.Remove("CODEX_HOME");
        return environment;
    }

    /// <summary>Older versions had the programs of all platforms in the package itself, in a directory of another name.</summary>
    private static IEnumerable<string> NativePlaces(string root)
    {
        string triple = NodePackages.Architecture == "arm64" ? "aarch64-unknown-linux-musl" : "x86_64-unknown-linux-musl";
        return ((string?[])[NodePackages.Resolve(root, Program.PlatformPackage), root])
            .OfType<string>()
            .SelectMany(directory => ((string[])["bin", "codex"]).Select(below => Path.Combine(directory, "vendor", triple, below, "codex")));
    }

    [GeneratedRegex(@"^codex-cli (\d+\.\d+\.\d+\S*)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
