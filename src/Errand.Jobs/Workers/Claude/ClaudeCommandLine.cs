using System.Buffers;
using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Workers.Claude;

/// <summary>What Claude Code is given: arguments, variables, standard input. Everything is given at every start, since a resumed session forgets it.</summary>
internal static class ClaudeCommandLine
{
    private const string KeyVariable = "ANTHROPIC_API_KEY";
    private const string UrlVariable = "ANTHROPIC_BASE_URL";

    /// <summary>
    /// The program looks for slash commands and for files to attach (<c>@name</c>) in the last block of a message only, also in JSON input.
    /// This block, after the prompt, is why a prompt is taken as it is.
    /// </summary>
    private const string LastBlock = "Carry out the task above.";

    // An endpoint without authentication still needs a key, because the program does not start without one.
    private const string NoKey = "none";

    private const string TokenVariable = "ANTHROPIC_AUTH_TOKEN";

    private static readonly string[] CredentialVariables = [KeyVariable, TokenVariable, "CLAUDE_CODE_OAUTH_TOKEN"];

    // Names that the program itself turns into models; as the model of an alias they would go out verbatim.
    private static readonly string[] Aliases = ["best", "default", "fable", "haiku", "opus", "opusplan", "sonnet"];

    // Whatever inside the program asks for a model by one of these must get the configured one, or it calls one that the endpoint does not have.
    private static readonly string[] ModelVariables =
    [
        "ANTHROPIC_DEFAULT_FABLE_MODEL", "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL",
        "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL", "CLAUDE_CODE_SUBAGENT_MODEL",
    ];

    private static readonly string[] OwnSettings = ["CLAUDE.md", "agents", "commands", "hooks", "keybindings.json", "plugins", "settings.json", "settings.local.json", "skills"];

    /// <summary>The arguments behind the program's first ones.</summary>
    public static IReadOnlyList<string> Arguments(WorkerContext context, WorkerCapabilities capabilities, string? sessionId)
    {
        WorkerSpec worker = context.Worker;
        // Empty sources: no settings of the user or the repository, hence no hooks, plugins, permissions or variables of theirs.
        List<string> arguments =
        [
            "--print", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--setting-sources", "", "--strict-mcp-config",
        ];
        if (capabilities.Flags.Contains("--settings"))
            arguments.AddRange(["--settings", """{"disableAllHooks":true}"""]);
        if (capabilities.Flags.Contains("--disable-slash-commands"))
            arguments.Add("--disable-slash-commands");

        bool canWrite = context.Mode == JobMode.Write;
        // These modes decide by the path: changes inside the given directories only, and commands that only look. Modes that allow a tool
        // by its name alone would let it write and read anywhere.
        arguments.AddRange(["--permission-mode", canWrite ? "acceptEdits" : "default"]);
        if (capabilities.Flags.Contains("--tools"))
            arguments.AddRange(["--tools", .. canWrite ? (string[])["Read", "Edit", "Write", "NotebookEdit", "Bash", "Glob", "Grep"] : ["Read", "Bash", "Glob", "Grep"]]);
        arguments.AddRange(["--add-dir", context.WorkspaceDirectory, context.TempDirectory]);
        string[] rules = [.. CommandRules(worker, canWrite)];
        if (rules.Length > 0)
            arguments.AddRange(["--allowedTools", .. rules]);
        if (worker.Model is not null)
            arguments.AddRange(["--model", worker.Model]);
        if (worker.Effort is not null)
            arguments.AddRange(["--effort", Require(capabilities, "--effort", worker, worker.Effort)]);
        // In one argument: the option's value may be left out, so a separate one could be taken for something else.
        if (sessionId is not null)
            arguments.Add($"--resume={sessionId}");
        return arguments;
    }

    /// <summary>The environment of the program.</summary>
    /// <param name="context">Where and with what it runs.</param>
    /// <param name="key">The key for the model endpoint; null = it has another credential, or does not call a model.</param>
    public static Dictionary<string, string> Variables(WorkerContext context, string? key)
    {
        WorkerSpec worker = context.Worker;
        var variables = new Dictionary<string, string>
        {
            ["CLAUDE_CODE_DISABLE_AUTO_MEMORY"] = "1",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            // The program's own default, about three minutes in all; said here so that it does not change with its version.
            ["CLAUDE_CODE_MAX_RETRIES"] = "10",
            // The user's own directory when its login is wanted: a copy of the credentials would log the user out when it is refreshed.
            ["CLAUDE_CONFIG_DIR"] = worker.OwnLogin ? OwnDirectory(context) : Path.Combine(context.HomeDirectory, ".claude"),
            ["BASH_ENV"] = ShellStartPath(context),
            ["DISABLE_AUTOUPDATER"] = "1",
            ["DISABLE_ERROR_REPORTING"] = "1",
            ["DISABLE_TELEMETRY"] = "1",
            // The shell that reads the file of ShellStart.
            ["SHELL"] = "/bin/bash",
        };
        if (worker.BaseUrl is not null)
            variables[UrlVariable] = worker.BaseUrl;
        if (key is not null)
            variables[context.Gateway is null ? KeyVariable : TokenVariable] = key;
        // The gateway knows the name as it is, also one that the program has a meaning of its own for.
        if (worker.Model is not null && (context.Gateway is not null || !Aliases.Contains(worker.Model.Replace("[1m]", "", StringComparison.Ordinal))))
        {
            foreach (string name in ModelVariables)
                variables[name] = worker.Model;
        }

        Dictionary<string, string> all = WorkerEnvironment.Of(context, variables);
        if (context.Gateway is { } gateway)
            all[UrlVariable] = gateway.AnthropicUrl;
        if (worker is { BaseUrl: not null, OwnLogin: false } && !CredentialVariables.Any(all.ContainsKey))
            all[KeyVariable] = NoKey;
        return all;
    }

    /// <inheritdoc cref="WorkerCredential.ReadKey"/>
    public static string? Key(WorkerContext context) => WorkerCredential.ReadKey(context, CredentialVariables, "claude /login");

    /// <summary>
    /// A file that shells read before a command of the worker, which takes the secrets out of its environment. The program's own switch for
    /// that needs another program, changes the permission mode and leaves files in the workspace.
    /// </summary>
    public static WorkerFile ShellStart(WorkerContext context, IReadOnlyDictionary<string, string> environment)
    {
        string[] names = [.. environment.Keys.Where(SecretNames.IsSecret).Where(name => name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')).Order()];
        string text = names.Length == 0 ? "# No variable of this worker holds a secret.\n" : $"unset -v {string.Join(' ', names)}\n";
        return new WorkerFile(ShellStartPath(context), Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The one line of standard input. ASCII only, since the separators of Unicode end lines for some readers.</summary>
    public static byte[] Input(string prompt)
    {
        var line = new ArrayBufferWriter<byte>(prompt.Length + 256);
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "user");
            writer.WriteStartObject("message");
            writer.WriteString("role", "user");
            writer.WriteStartArray("content");
            foreach (byte[] text in (byte[][])[Encoding.UTF8.GetBytes(prompt), Encoding.UTF8.GetBytes(LastBlock)])
            {
                writer.WriteStartObject();
                writer.WriteString("type", "text");
                writer.WriteString("text", text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    /// <summary>Where the user's own Claude Code keeps its login.</summary>
    private static string OwnDirectory(WorkerContext context) =>
        context.UserEnvironment.GetValueOrDefault("CLAUDE_CONFIG_DIR") is { Length: > 0 } directory ? directory : Path.Combine(context.UserHomeDirectory, ".claude");

    /// <summary>
    /// The user's own directory, as its login is refreshed there. What the program runs or obeys the next time the user starts it stays as it is, as far as
    /// it is there: a sandbox cannot keep a file from being made in a directory that it may write.
    /// </summary>
    public static IReadOnlyList<SandboxMount> LoginMounts(WorkerContext context)
    {
        string own = OwnDirectory(context);
        return
        [
            BindMount.Writable(own),
            .. OwnSettings.Select(name => Path.Combine(own, name)).Where(Path.Exists).Select(BindMount.ReadOnly),
        ];
    }

    // The name under which a shell finds it that takes the program's pipes for a network connection; for others there is BASH_ENV.
    private static string ShellStartPath(WorkerContext context) => Path.Combine(context.HomeDirectory, ".bashrc");

    private static IEnumerable<string> CommandRules(WorkerSpec worker, bool canWrite) => worker.AllowedCommands.Count > 0
        ? worker.AllowedCommands.Select(prefix => $"Bash({prefix} *)")
        : canWrite ? ["Bash"] : [];

    private static string Require(WorkerCapabilities capabilities, string flag, WorkerSpec worker, string value) => capabilities.Flags.Contains(flag)
        ? value
        : throw new ErrandException(
            ErrorCatalog.WorkerProgramUnsuitable,
            $"Claude Code {capabilities.Version} at '{capabilities.Program}' does not know {flag}, which worker '{worker.Name}' needs for '{value}'. Update it with `claude update`.");
}
