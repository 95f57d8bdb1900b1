using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Tests.Workers.Claude;

public sealed class ClaudeDriverTests : IDisposable
{
    private const string Help = """
        Options:
          --add-dir <directories...>            Text
          --allowedTools, --allowed-tools <tools...>
          --disable-slash-commands              Text
          --effort <level>                      Text
          --input-format <format>               Text
          --output-format <format>              Text
          --permission-mode <mode>              Text
          -p, --print                           Text
          -r, --resume [value]                  Text
          --setting-sources <sources>           Text
          --settings <file-or-json>             Text
          --strict-mcp-config                   Text
          --tools <tools...>                    Text
          --verbose                             Text
        """;

    private readonly WorkerBench bench = new();
    private readonly IWorkerDriver driver = new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = "claude" });

    public ClaudeDriverTests() => bench.Program("bin/claude", isNative: true);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void It_is_asked_for_its_version_and_its_help()
    {
        IReadOnlyList<ProcessCommand> commands = driver.ProbeCommands(bench.WithUser(("SECRET", "x")));

        Assert.Equal(["--version", "--help"], commands.Select(command => Assert.Single(command.Arguments)));
        Assert.All(commands, command => Assert.Equal(("1", false), (command.Environment["DISABLE_AUTOUPDATER"], command.Environment.ContainsKey("SECRET"))));
    }

    [Fact]
    public void The_answers_say_what_is_installed()
    {
        WorkerCapabilities capabilities = driver.ReadProbe(bench.Context, [WorkerBench.Answer("2.1.197 (Claude Code)\n"), WorkerBench.Answer(Help)]);

        Assert.Equal((bench["bin/claude"], "2.1.197"), (capabilities.Program, capabilities.Version));
        Assert.Contains("--effort", capabilities.Flags);
    }

    [Fact]
    public void An_old_version_is_refused_with_the_flags_that_it_lacks()
    {
        string help = Help.Replace("--setting-sources", "--other", StringComparison.Ordinal).Replace("--strict-mcp-config", "--another", StringComparison.Ordinal);

        Assert.Equal(
            $"ERR5003 Claude Code 1.0.3 at '{bench["bin/claude"]}' does not know --setting-sources, --strict-mcp-config. "
            + "Update it with `npm install -g @anthropic-ai/claude-code@latest` or `claude update`.",
            Refused(() => driver.ReadProbe(bench.Context, [WorkerBench.Answer("1.0.3 (Claude Code)"), WorkerBench.Answer(help)])));
    }

    [Theory]
    [InlineData("codex-cli 0.169.0", 0, "", "'codex-cli 0.169.0'")]
    [InlineData("", 127, "not found\n", "'not found'")]
    [InlineData("2.1.197 (Claude Code)", 1, "", "'2.1.197 (Claude Code)'")]
    public void Another_program_is_refused_with_what_it_said(string output, int exitCode, string error, string quoted) => Assert.StartsWith(
        $"ERR5003 '{bench["bin/claude"]}' of worker 'w' is not Claude Code: asked for --version it said {quoted}. Install it with",
        Refused(() => driver.ReadProbe(bench.Context, [WorkerBench.Answer(output, exitCode, error), WorkerBench.Answer(Help)])),
        StringComparison.Ordinal);

    [Fact]
    public void A_fresh_run_is_given_everything_that_isolates_it()
    {
        WorkerContext context = bench.With(worker => worker with { Model = "deepseek-chat", Effort = "low" });

        WorkerLaunch launch = Prepare(context, "task", sessionId: null);

        Assert.Equal(
            [
                "--print", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", "--setting-sources", "", "--strict-mcp-config",
                "--settings", """{"disableAllHooks":true}""", "--disable-slash-commands", "--permission-mode", "acceptEdits",
                "--tools", "Read", "Edit", "Write", "NotebookEdit", "Bash", "Glob", "Grep", "--add-dir", bench["workspace"], bench["tmp"],
                "--allowedTools", "Bash", "--model", "deepseek-chat", "--effort", "low",
            ],
            launch.Command.Arguments);
        Assert.Equal((bench["bin/claude"], bench["workspace"]), (launch.Command.FileName, launch.Command.WorkingDirectory));
    }

    [Fact]
    public void A_resumed_run_is_given_the_same_again()
    {
        IReadOnlyList<string> fresh = Prepare(bench.Context, "task", sessionId: null).Command.Arguments;

        Assert.Equal([.. fresh, "--resume=s-1"], Prepare(bench.Context, "task", "s-1").Command.Arguments);
    }

    [Fact]
    public void A_run_that_only_reads_has_no_tools_that_write_and_no_commands_but_harmless_ones()
    {
        IReadOnlyList<string> arguments = Prepare(bench.Context with { Mode = JobMode.Read }, "task", sessionId: null).Command.Arguments;

        Assert.Equal(["--permission-mode", "default", "--tools", "Read", "Bash", "Glob", "Grep", "--add-dir"], arguments.SkipWhile(argument => argument != "--permission-mode").Take(8));
        Assert.DoesNotContain("--allowedTools", arguments);
    }

    [Fact]
    public void Allowed_commands_become_rules()
    {
        IReadOnlyList<string> arguments = Prepare(bench.With(worker => worker with { AllowedCommands = ["dotnet test", "git"] }), "task", sessionId: null).Command.Arguments;

        Assert.Equal(["--allowedTools", "Bash(dotnet test *)", "Bash(git *)"], arguments.SkipWhile(argument => argument != "--allowedTools"));
    }

    [Fact]
    public void A_flag_that_the_help_does_not_list_is_not_passed()
    {
        string help = string.Join('\n', Help.Split('\n').Where(line => !line.Contains("--settings", StringComparison.Ordinal) && !line.Contains("--disable-slash", StringComparison.Ordinal) && !line.Contains("--effort", StringComparison.Ordinal) && !line.Contains("--tools", StringComparison.Ordinal)));
        WorkerCapabilities capabilities = driver.ReadProbe(bench.Context, [WorkerBench.Answer("2.0.0 (Claude Code)"), WorkerBench.Answer(help)]);

        IReadOnlyList<string> arguments = driver.Prepare(bench.Context, capabilities, new WorkerPrompt("task", null, ModelUsage.None)).Command.Arguments;

        Assert.Empty(arguments.Intersect(["--settings", "--disable-slash-commands", "--effort", "--tools"]));
        Assert.StartsWith(
            $"ERR5003 Claude Code 2.0.0 at '{bench["bin/claude"]}' does not know --effort, which worker 'w' needs for 'low'.",
            Refused(() => driver.Prepare(bench.With(worker => worker with { Effort = "low" }), capabilities, new WorkerPrompt("task", null, ModelUsage.None))),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/clear")]
    [InlineData("-p --help")]
    [InlineData("@/etc/passwd")]
    [InlineData("  a\r\n\tb\0\u2028\u2029 \ufeff é 😀 \"'<>&\\ \n\n")]
    public void The_prompt_is_one_ASCII_line_and_no_argument(string prompt)
    {
        WorkerLaunch launch = Prepare(bench.Context, prompt, sessionId: null);

        string line = Encoding.ASCII.GetString(launch.Command.StandardInput.Span);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        JsonElement content = JsonDocument.Parse(line).RootElement.GetProperty("message").GetProperty("content");
        Assert.Equal((2, prompt), (content.GetArrayLength(), content[0].GetProperty("text").GetString()));
        Assert.NotEqual('/', content[1].GetProperty("text").GetString()![0]);
        Assert.DoesNotContain(launch.Command.Arguments, argument => argument.Contains(prompt, StringComparison.Ordinal));
    }

    [Fact]
    public void A_prompt_of_two_mebibytes_is_whole()
    {
        string prompt = string.Concat(Enumerable.Repeat("é😀/\"", 200_000));

        JsonElement content = JsonDocument.Parse(Prepare(bench.Context, prompt, sessionId: null).Command.StandardInput).RootElement.GetProperty("message").GetProperty("content");

        Assert.Equal(prompt, content[0].GetProperty("text").GetString());
    }

    [Fact]
    public void The_environment_has_the_endpoint_the_key_and_the_model_for_every_alias()
    {
        WorkerContext context = bench.WithUser(("DEEPSEEK_KEY", "sk-deep")) with
        {
            Worker = bench.Context.Worker with { Model = "deepseek-chat", KeyEnv = "DEEPSEEK_KEY" },
        };

        WorkerLaunch launch = Prepare(context, "task", sessionId: null);

        IReadOnlyDictionary<string, string> environment = launch.Command.Environment;
        Assert.Equal(("http://127.0.0.1:9/v1", "sk-deep"), (environment["ANTHROPIC_BASE_URL"], environment["ANTHROPIC_API_KEY"]));
        Assert.False(environment.ContainsKey("ANTHROPIC_AUTH_TOKEN") || environment.ContainsKey("DEEPSEEK_KEY"));
        Assert.Equal(7, environment.Count(entry => entry.Key.Contains("MODEL", StringComparison.Ordinal) && entry.Value == "deepseek-chat"));
        Assert.Equal(bench["home/.claude"], environment["CLAUDE_CONFIG_DIR"]);
        Assert.All(
            (string[])["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_AUTOUPDATER", "DISABLE_ERROR_REPORTING", "DISABLE_TELEMETRY"],
            name => Assert.Equal("1", environment[name]));
        // It needs a program that is seldom installed, and makes files in the workspace.
        Assert.False(environment.ContainsKey("CLAUDE_CODE_SUBPROCESS_ENV_SCRUB"));
        Assert.Equal(["sk-deep"], launch.Secrets);
    }

    [Theory]
    [InlineData("sonnet")]
    [InlineData("opus[1m]")]
    [InlineData(null)]
    public void An_alias_is_left_to_the_program(string? model) => Assert.DoesNotContain(
        Prepare(bench.With(worker => worker with { Model = model }), "task", sessionId: null).Command.Environment.Keys,
        name => name.Contains("MODEL", StringComparison.Ordinal));

    [Fact]
    public void An_endpoint_that_asks_for_nothing_gets_a_key_that_is_none()
    {
        WorkerLaunch launch = Prepare(bench.Context, "task", sessionId: null);

        Assert.Equal("none", launch.Command.Environment["ANTHROPIC_API_KEY"]);
        Assert.Empty(launch.Secrets);
    }

    [Fact]
    public void A_token_of_the_configuration_is_the_only_credential()
    {
        IReadOnlyDictionary<string, string> environment = Prepare(
            bench.With(worker => worker with { Env = new Dictionary<string, string> { ["ANTHROPIC_AUTH_TOKEN"] = "token-0123" } }), "task", sessionId: null).Command.Environment;

        Assert.Equal(("token-0123", false), (environment["ANTHROPIC_AUTH_TOKEN"], environment.ContainsKey("ANTHROPIC_API_KEY")));
    }

    [Fact]
    public void The_users_own_login_is_used_where_it_is()
    {
        WorkerContext context = bench.With(worker => worker with { BaseUrl = null, OwnLogin = true });

        Assert.Equal(bench["user/.claude"], Prepare(context, "task", sessionId: null).Command.Environment["CLAUDE_CONFIG_DIR"]);
        Assert.Equal("/elsewhere", Prepare(bench.WithUser(("CLAUDE_CONFIG_DIR", "/elsewhere")) with { Worker = context.Worker }, "task", sessionId: null).Command.Environment["CLAUDE_CONFIG_DIR"]);
    }

    [Fact]
    public void Shells_of_the_worker_drop_every_secret()
    {
        WorkerContext context = bench.WithUser(("NUGET_TOKEN", "x")) with { Worker = bench.Context.Worker with { PassEnv = ["NUGET_TOKEN"], Env = new Dictionary<string, string> { ["BAD NAME;KEY"] = "y" } } };

        WorkerLaunch launch = Prepare(context, "task", sessionId: null);

        WorkerFile start = Assert.Single(launch.Files, file => file.Path == bench["home/.bashrc"]);
        Assert.Equal("unset -v ANTHROPIC_API_KEY NUGET_TOKEN\n", Encoding.UTF8.GetString(start.Content.Span));
        Assert.Equal((start.Path, "/bin/bash"), (launch.Command.Environment["BASH_ENV"], launch.Command.Environment["SHELL"]));
    }

    private WorkerLaunch Prepare(WorkerContext context, string prompt, string? sessionId)
    {
        WorkerCapabilities capabilities = driver.ReadProbe(context, [WorkerBench.Answer("2.1.197 (Claude Code)"), WorkerBench.Answer(Help)]);
        return driver.Prepare(context, capabilities, new WorkerPrompt(prompt, sessionId, ModelUsage.None));
    }

    private static string Refused(Action action) => Assert.Throws<ErrandException>(action).Message;
}
