using System.Text;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Tests.Workers.Codex;

public sealed class CodexDriverTests : IDisposable
{
    private const string Help = """
        Options:
          -c, --config <key=value>
                  Text
          -m, --model <MODEL>
          -s, --sandbox <SANDBOX_MODE>
          -C, --cd <DIR>
              --add-dir <DIR>
              --ignore-rules
              --skip-git-repo-check
              --json
        """;

    private readonly WorkerBench bench = new();
    private readonly IWorkerDriver driver = new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = "codex" });

    public CodexDriverTests() => bench.Program("bin/codex", isNative: true);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void It_is_asked_for_its_version_its_help_and_whether_its_sandbox_works()
    {
        ProcessCommand[] commands = [.. driver.ProbeCommands(bench.Context), .. driver.TrialCommands(bench.Context)];

        Assert.Equal(["--version", "exec --help", "sandbox -- /bin/true"], commands.Select(command => string.Join(' ', command.Arguments)));
        // It refuses to start when that directory does not exist.
        Assert.All(commands, command => Assert.False(command.Environment.ContainsKey("CODEX_HOME")));
    }

    [Fact]
    public void The_answers_say_what_is_installed()
    {
        WorkerCapabilities capabilities = Probe();

        Assert.Equal((bench["bin/codex"], "0.169.0"), (capabilities.Program, capabilities.Version));
    }

    [Fact]
    public void An_old_version_is_refused_with_the_flags_that_it_lacks() => Assert.Equal(
        $"ERR5003 Codex 0.20.0 at '{bench["bin/codex"]}' does not know --add-dir, --json of `codex exec`. Update it with `npm install -g @openai/codex@latest`.",
        Refused(() => Probe("codex-cli 0.20.0", Help.Replace("--json", "--jsonl", StringComparison.Ordinal).Replace("--add-dir", "--dir", StringComparison.Ordinal))));

    [Fact]
    public void Another_program_is_refused_with_what_it_said() => Assert.StartsWith(
        $"ERR5003 '{bench["bin/codex"]}' of worker 'w' is not Codex: asked for --version it said '2.1.197 (Claude Code)'. Install it with",
        Refused(() => Probe("2.1.197 (Claude Code)")),
        StringComparison.Ordinal);

    [Fact]
    public void A_sandbox_that_does_not_work_is_refused_because_nobody_would_see_it_later()
    {
        string message = Refused(() => driver.ReadProbe(
            bench.Context,
            [WorkerBench.Answer("codex-cli 0.169.0\n"), WorkerBench.Answer(Help), WorkerBench.Answer("", 1, "bwrap: Creating new namespace failed: nesting depth exceeded\n")]));

        Assert.StartsWith("ERR5006 The sandbox of Codex 0.169.0 does not work here: 'bwrap: Creating new namespace failed: nesting depth exceeded'.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_does_not_know_the_question_about_its_sandbox_is_given_the_benefit_of_the_doubt() => Assert.Equal(
        "0.100.0",
        driver.ReadProbe(bench.Context, [WorkerBench.Answer("codex-cli 0.100.0"), WorkerBench.Answer(Help), WorkerBench.Answer("", 2, "error: unrecognized subcommand")]).Version);

    [Fact]
    public void A_fresh_run_is_given_everything_that_isolates_it()
    {
        WorkerContext context = WithKey(worker => worker with { Model = "deepseek-chat", Effort = "low" });

        Assert.Equal(
            [
                "exec", "--json", "--skip-git-repo-check", "--cd", bench["workspace"], "--sandbox", "workspace-write", "--add-dir", bench["home/commands"],
                "--model", "deepseek-chat", "--ignore-rules",
                "--config", "model_provider=\"errand\"",
                "--config", "model_providers.errand.name=\"errand\"",
                "--config", "model_providers.errand.base_url=\"http://127.0.0.1:9/v1\"",
                "--config", "model_providers.errand.wire_api=\"responses\"",
                "--config", "model_providers.errand.env_key=\"ERRAND_MODEL_KEY\"",
                "--config", "model_reasoning_effort=\"low\"",
                "--config", "analytics.enabled=false",
                "--config", "check_for_update_on_startup=false",
                "--config", "web_search=\"disabled\"",
                "--config", "allow_login_shell=false",
                "--config", "features.apps=false",
                "--config", "features.goals=false",
                "--config", "features.hooks=false",
                "--config", "features.multi_agent=false",
                "--config", "features.plugins=false",
                "--config", "features.shell_snapshot=false",
                "--config", "shell_environment_policy.inherit=\"all\"",
                "--config", "shell_environment_policy.ignore_default_excludes=false",
                "--config", "shell_environment_policy.exclude=[\"CODEX_API_KEY\", \"ERRAND_MODEL_KEY\"]",
                "--config", $"shell_environment_policy.set={{HOME=\"{bench["home/commands"]}\"}}",
                .. InTemp ? (string[])["--config", "sandbox_workspace_write.exclude_slash_tmp=true"] : [],
                "-",
            ],
            Prepare(context, "task", sessionId: null).Command.Arguments);
    }

    [Fact]
    public void A_resumed_run_has_its_options_before_the_subcommand()
    {
        IReadOnlyList<string> fresh = Prepare(WithKey(worker => worker), "task", sessionId: null).Command.Arguments;

        Assert.Equal([.. fresh.SkipLast(1), "resume", "t-1", "-"], Prepare(WithKey(worker => worker), "task", "t-1").Command.Arguments);
    }

    [Fact]
    public void A_run_in_a_directory_of_the_workspace_may_write_the_whole_workspace()
    {
        IReadOnlyList<string> arguments = Prepare(bench.Context with { WorkingDirectory = bench["workspace/sub"] }, "task", sessionId: null).Command.Arguments;

        Assert.Equal(["--cd", bench["workspace/sub"], "--sandbox", "workspace-write", "--add-dir", bench["workspace"], "--add-dir", bench["home/commands"]], arguments.Skip(3).Take(8));
    }

    [Fact]
    public void A_run_that_only_reads_can_write_nothing()
    {
        IReadOnlyList<string> arguments = Prepare(bench.Context with { Mode = JobMode.Read, WorkingDirectory = bench["workspace/sub"] }, "task", sessionId: null).Command.Arguments;

        Assert.Equal("read-only", arguments[arguments.ToList().IndexOf("--sandbox") + 1]);
        Assert.DoesNotContain("--add-dir", arguments);
    }

    [Fact]
    public void The_temp_directory_of_the_system_stays_writable_unless_jobs_are_kept_in_it()
    {
        WorkerContext elsewhere = bench.Context with { HomeDirectory = "/srv/errand/jobs/j1/home", WorkspaceDirectory = "/srv/errand/jobs/j1/workspace" };

        Assert.DoesNotContain("sandbox_workspace_write.exclude_slash_tmp=true", Prepare(elsewhere, "task", sessionId: null).Command.Arguments);
        Assert.Contains("sandbox_workspace_write.exclude_slash_tmp=true", Prepare(elsewhere with { HomeDirectory = "/tmp/e/home" }, "task", sessionId: null).Command.Arguments);
    }

    [Fact]
    public void Values_are_quoted_as_TOML()
    {
        IReadOnlyList<string> arguments = Prepare(bench.With(worker => worker with { BaseUrl = "http://a/\"x\"\\\n" }), "task", sessionId: null).Command.Arguments;

        Assert.Contains("""model_providers.errand.base_url="http://a/\"x\"\\\u000a" """.TrimEnd(), arguments);
    }

    [Fact]
    public void The_key_is_in_one_variable_which_commands_do_not_get()
    {
        WorkerLaunch launch = Prepare(WithKey(worker => worker with { PassEnv = ["NUGET_TOKEN"] }), "task", sessionId: null);

        Assert.Equal(("sk-12345678", bench["home/.codex"]), (launch.Command.Environment["ERRAND_MODEL_KEY"], launch.Command.Environment["CODEX_HOME"]));
        Assert.DoesNotContain(launch.Command.Arguments, argument => argument.Contains("sk-12345678", StringComparison.Ordinal));
        Assert.Contains("shell_environment_policy.exclude=[\"CODEX_API_KEY\", \"ERRAND_MODEL_KEY\", \"NUGET_TOKEN\"]", launch.Command.Arguments);
        Assert.Equal(["nuget-12345678", "sk-12345678"], launch.Secrets);
    }

    [Fact]
    public void A_key_without_an_address_is_for_the_programs_own_endpoint()
    {
        WorkerLaunch launch = Prepare(WithKey(worker => worker with { BaseUrl = null }), "task", sessionId: null);

        Assert.Equal("sk-12345678", launch.Command.Environment["CODEX_API_KEY"]);
        Assert.DoesNotContain(launch.Command.Arguments, argument => argument.Contains("model_provider", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("--version")]
    [InlineData("  a\r\n\0\u2028 é 😀 \n\n")]
    public void The_prompt_comes_as_it_is_on_standard_input(string prompt) =>
        Assert.Equal(Encoding.UTF8.GetBytes(prompt), Prepare(bench.Context, prompt, sessionId: null).Command.StandardInput.ToArray());

    [Fact]
    public void A_prompt_that_is_longer_than_the_program_takes_is_read_from_its_file()
    {
        string longest = new string('x', 1_048_574) + "é😀";

        Assert.Equal(Encoding.UTF8.GetBytes(longest), Prepare(bench.Context, longest, sessionId: null).Command.StandardInput.ToArray());
        string told = Encoding.UTF8.GetString(Prepare(bench.Context, longest + "x", sessionId: null).Command.StandardInput.Span);
        Assert.Contains($"\n{bench["prompt.md"]}\n(1048581 bytes of UTF-8)", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_own_directory_is_made_anew_and_commands_get_another_home() => Assert.Equal(
        [(bench["home/.codex/config.toml"], "# All settings are arguments.\n"), (bench["home/commands/.gitconfig"], "[user]\n\tname = Errand worker\n\temail = worker@errand.invalid\n[init]\n\tdefaultBranch = main\n")],
        Prepare(bench.Context, "task", sessionId: null).Files.Select(file => (file.Path, Encoding.UTF8.GetString(file.Content.Span))));

    [Fact]
    public void A_profile_is_the_users_own_file()
    {
        bench.Write("user/.codex/deep.config.toml", "model = \"x\"\n");
        WorkerContext context = bench.With(worker => worker with { Profile = "deep" });

        WorkerLaunch launch = Prepare(context, "task", sessionId: null);

        Assert.Equal(["--profile", "deep"], launch.Command.Arguments.SkipWhile(argument => argument != "--profile").Take(2));
        Assert.Equal("model = \"x\"\n", Encoding.UTF8.GetString(Assert.Single(launch.Files, file => file.Path == bench["home/.codex/deep.config.toml"]).Content.Span));
        Assert.StartsWith(
            "ERR5005 The profile 'fast' of worker 'w' cannot be read: ",
            Refused(() => Prepare(bench.With(worker => worker with { Profile = "fast" }), "task", sessionId: null)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_own_login_is_linked_because_a_copy_would_go_stale()
    {
        WorkerContext context = bench.With(worker => worker with { BaseUrl = null, OwnLogin = true });
        Assert.Equal(
            $"ERR5004 Worker 'w' shall use the user's own login, but '{bench["user/.codex/auth.json"]}' does not exist. Log in with `codex login`.",
            Refused(() => Prepare(context, "task", sessionId: null)));

        string login = bench.Write("user/.codex/auth.json", "{}");

        Assert.Equal([new WorkerLink(bench["home/.codex/auth.json"], login)], Prepare(context, "task", sessionId: null).Links);
    }

    [Fact]
    public void Allowed_commands_are_refused_because_it_could_not_hold_to_them() => Assert.StartsWith(
        "ERR5005 Worker 'w' has commands, which Codex cannot be held to",
        Refused(() => Prepare(bench.With(worker => worker with { AllowedCommands = ["git"] }), "task", sessionId: null)),
        StringComparison.Ordinal);

    private bool InTemp => bench["home"].StartsWith("/tmp/", StringComparison.Ordinal);

    private WorkerContext WithKey(Func<WorkerSpec, WorkerSpec> change) =>
        bench.WithUser(("MY_KEY", "sk-12345678"), ("NUGET_TOKEN", "nuget-12345678")) with { Worker = change(bench.Context.Worker with { KeyEnv = "MY_KEY" }) };

    private WorkerCapabilities Probe(string version = "codex-cli 0.169.0\n", string help = Help) =>
        driver.ReadProbe(bench.Context, [WorkerBench.Answer(version), WorkerBench.Answer(help), WorkerBench.Answer("")]);

    private WorkerLaunch Prepare(WorkerContext context, string prompt, string? sessionId) =>
        driver.Prepare(context, Probe(), new WorkerPrompt(prompt, sessionId, ModelUsage.None));

    private static string Refused(Action action) => Assert.Throws<ErrandException>(action).Message;
}
