using System.Text;
using Errand.Core;

namespace Errand.Jobs.Workers.Codex;

/// <summary>
/// What Codex is given: arguments, variables, files, standard input. Options stand before the subcommand, since <c>resume</c> has none of
/// its own and would fall back to a read-only sandbox.
/// </summary>
internal static class CodexCommandLine
{
    private const string Provider = "errand";
    private const string ProviderKeyVariable = "ERRAND_MODEL_KEY";
    private const string OwnKeyVariable = "CODEX_API_KEY";

    /// <summary>The program refuses longer messages; counted in characters of Unicode.</summary>
    private const int LongestMessage = 1_048_576;

    private static readonly string[] CredentialVariables = [OwnKeyVariable, "CODEX_ACCESS_TOKEN", "OPENAI_API_KEY"];

    // Sub-agents and goals cost 12 KB of each request and are not counted in its usage. The others would run what the repository or an
    // earlier attempt left behind, outside the sandbox.
    private static readonly string[] FeaturesOff = ["apps", "goals", "hooks", "multi_agent", "plugins", "shell_snapshot"];

    /// <summary>The arguments behind the program's first ones; the prompt comes on standard input.</summary>
    public static IReadOnlyList<string> Arguments(WorkerContext context, WorkerCapabilities capabilities, bool hasKey, string? sessionId)
    {
        WorkerSpec worker = context.Worker;
        bool canWrite = context.Mode == JobMode.Write;
        // Errand's sandbox allows no namespaces to be made in it, which the program's own needs; and it holds the program too, not only its commands.
        bool isHeld = context.Sandbox != SandboxKind.None;
        string mode = isHeld ? "danger-full-access" : canWrite ? "workspace-write" : "read-only";
        List<string> arguments = ["exec", "--json", "--skip-git-repo-check", "--cd", context.WorkingDirectory, "--sandbox", mode];
        if (canWrite && !isHeld)
        {
            // The program keeps .git, .codex and the like below these read-only by itself.
            if (context.WorkspaceDirectory != context.WorkingDirectory)
                arguments.AddRange(["--add-dir", context.WorkspaceDirectory]);
            arguments.AddRange(["--add-dir", CommandHome(context)]);
        }

        if (worker.Model is not null)
            arguments.AddRange(["--model", worker.Model]);
        if (worker.Profile is not null)
            arguments.AddRange(["--profile", worker.Profile]);
        if (capabilities.Flags.Contains("--ignore-rules"))
            arguments.Add("--ignore-rules");
        foreach ((string key, string value) in Settings(context, hasKey))
            arguments.AddRange(["--config", $"{key}={value}"]);
        if (sessionId is not null)
            arguments.AddRange(["resume", sessionId]);
        arguments.Add("-");
        return arguments;
    }

    /// <summary>The environment of the program. Its commands get another HOME and no secrets.</summary>
    public static Dictionary<string, string> Variables(WorkerContext context, string? key)
    {
        var variables = new Dictionary<string, string> { ["CODEX_HOME"] = CodexHome(context) };
        if (key is not null)
            variables[ProviderUrl(context) is null ? OwnKeyVariable : ProviderKeyVariable] = key;
        return WorkerEnvironment.Of(context, variables);
    }

    /// <summary>The key for the endpoint; null = the worker has its own login, gets a credential by a variable, or needs none.</summary>
    /// <exception cref="ErrandException">ERR5004, ERR5005: there is no credential, or more than one, or the driver cannot do what is asked.</exception>
    public static string? Key(WorkerContext context)
    {
        WorkerSpec worker = context.Worker;
        if (worker.AllowedCommands.Count > 0)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"Worker '{worker.Name}' has commands, which Codex cannot be held to: its sandbox limits what a command does instead. Remove them.");
        }

        return WorkerCredential.ReadKey(context, CredentialVariables, "codex login");
    }

    /// <summary>Files of the program's own directory and of its commands' HOME.</summary>
    /// <exception cref="ErrandException">ERR5005: the profile cannot be read.</exception>
    public static IReadOnlyList<WorkerFile> Files(WorkerContext context)
    {
        List<WorkerFile> files =
        [
            new(Path.Combine(CodexHome(context), "config.toml"), "# All settings are arguments.\n"u8.ToArray()),
            WorkerEnvironment.GitConfiguration(CommandHome(context)),
        ];
        if (context.Worker.Profile is { } profile)
            files.Add(new WorkerFile(Path.Combine(CodexHome(context), $"{profile}.config.toml"), ReadProfile(context, profile)));
        return files;
    }

    /// <summary>The login of the user's own CLI. As a link: the program writes refreshed tokens through it, while those in a copy would be lost.</summary>
    /// <exception cref="ErrandException">ERR5004: there is no login.</exception>
    public static IReadOnlyList<WorkerLink> Links(WorkerContext context)
    {
        if (!context.Worker.OwnLogin)
            return [];

        string login = Path.Combine(OwnDirectory(context), "auth.json");
        return File.Exists(login)
            ? [new WorkerLink(Path.Combine(CodexHome(context), "auth.json"), login)]
            : throw new ErrandException(
                ErrorCatalog.WorkerKeyUnavailable, $"Worker '{context.Worker.Name}' shall use the user's own login, but '{login}' does not exist. Log in with `codex login`.");
    }

    /// <summary>The prompt, or where it can be read when it is longer than the program takes.</summary>
    public static byte[] Input(WorkerContext context, string prompt)
    {
        if (prompt.Length <= LongestMessage || prompt.EnumerateRunes().Count() <= LongestMessage)
            return Encoding.UTF8.GetBytes(prompt);

        return Encoding.UTF8.GetBytes(
            $"""
            The task is too long for one message. It is the whole text of the file
            {context.PromptFile}
            ({Encoding.UTF8.GetByteCount(prompt)} bytes of UTF-8). Read all of it, piece by piece, before you do anything else. Then carry it out.
            """);
    }

    private static IEnumerable<(string Key, string Value)> Settings(WorkerContext context, bool hasKey)
    {
        WorkerSpec worker = context.Worker;
        if (ProviderUrl(context) is { } url)
        {
            yield return ("model_provider", Toml(Provider));
            yield return ($"model_providers.{Provider}.name", Toml(Provider));
            yield return ($"model_providers.{Provider}.base_url", Toml(url));
            yield return ($"model_providers.{Provider}.wire_api", Toml("responses"));
            if ((hasKey ? ProviderKeyVariable : WorkerCredential.GivenVariables(context, CredentialVariables).FirstOrDefault()) is { } variable)
                yield return ($"model_providers.{Provider}.env_key", Toml(variable));
        }

        if (worker.Effort is not null)
            yield return ("model_reasoning_effort", Toml(worker.Effort));
        yield return ("analytics.enabled", "false");
        yield return ("check_for_update_on_startup", "false");
        yield return ("web_search", Toml("disabled"));
        // A login shell reads /etc/profile, which sets another PATH than the worker was given.
        yield return ("allow_login_shell", "false");
        foreach (string feature in FeaturesOff)
            yield return ($"features.{feature}", "false");
        yield return ("shell_environment_policy.inherit", Toml("all"));
        yield return ("shell_environment_policy.ignore_default_excludes", "false");
        yield return ("shell_environment_policy.exclude", $"[{string.Join(", ", SecretNames(context).Select(Toml))}]");
        // Many tools do not start without a HOME that they can write. The program's own must not be writable: it runs what it finds there.
        yield return ("shell_environment_policy.set", $"{{HOME={Toml(CommandHome(context))}}}");
        // Programs keep sockets and locks in /tmp, whatever TMPDIR says. But not where other jobs are kept.
        if (IsBelow(context.HomeDirectory, "/tmp") || IsBelow(context.WorkspaceDirectory, "/tmp"))
            yield return ("sandbox_workspace_write.exclude_slash_tmp", "true");
    }

    private static IEnumerable<string> SecretNames(WorkerContext context) =>
        Variables(context, key: null).Keys.Where(Core.SecretNames.IsSecret).Append(ProviderKeyVariable).Append(OwnKeyVariable).Distinct().Order();

    private static byte[] ReadProfile(WorkerContext context, string profile)
    {
        string path = Path.Combine(OwnDirectory(context), $"{profile}.config.toml");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The program itself ignores a profile that does not exist.
            throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"The profile '{profile}' of worker '{context.Worker.Name}' cannot be read: {e.Message} Write it as '{path}'.", e);
        }
    }

    /// <summary>Not below the temp directory, where the program refuses to keep its helpers, and with no access for its commands.</summary>
    private static string CodexHome(WorkerContext context) => Path.Combine(context.HomeDirectory, ".codex");

    private static string CommandHome(WorkerContext context) => Path.Combine(context.HomeDirectory, "commands");

    private static string OwnDirectory(WorkerContext context) =>
        context.UserEnvironment.GetValueOrDefault("CODEX_HOME") is { Length: > 0 } directory ? directory : Path.Combine(context.UserHomeDirectory, ".codex");

    private static string? ProviderUrl(WorkerContext context) => context.Gateway?.OpenAiUrl ?? context.Worker.BaseUrl;

    private static bool IsBelow(string path, string directory) => path.StartsWith(directory + '/', StringComparison.Ordinal);

    /// <summary>A basic string of TOML.</summary>
    private static string Toml(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                < ' ' or '\u007f' => quoted.Append($"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }
}
