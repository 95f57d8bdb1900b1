using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class WorkerProgramTests : IDisposable
{
    private const string CodexLauncher = "node_modules/@openai/codex/bin/codex.js";

    private readonly WorkerBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_program_on_the_path_is_run_by_the_name_that_was_found()
    {
        string link = bench.Link("bin/claude", bench.Program("versions/2.1/claude", isNative: true));

        Assert.Equal(link, Probed("claude", bench.Context));
    }

    [Fact]
    public void A_shim_that_looks_at_its_name_is_not_run_by_another()
    {
        string python = bench.Link("venv/bin/python", bench.Program("usr/bin/python3.12", isNative: true));
        WorkerContext context = bench.With(worker => worker with { Command = [python, "agent.py"] });

        Assert.Equal(python, Driver("generic").ReadProbe(context, []).Program);
    }

    [Fact]
    public void A_configured_path_beats_the_search_path_and_keeps_its_first_arguments()
    {
        bench.Program("bin/claude", isNative: true);
        string other = bench.Program("other/claude", isNative: true);
        WorkerContext context = bench.With(worker => worker with { Command = [other, "--bare"] });

        Assert.Equal([other, other], Driver("claude").ProbeCommands(context).Select(command => command.FileName));
        Assert.Equal(["--bare", "--version"], Driver("claude").ProbeCommands(context)[0].Arguments);
    }

    [Theory]
    [InlineData("node_modules/@anthropic-ai/claude-code/node_modules/@anthropic-ai/claude-code-linux-")]
    [InlineData("node_modules/@anthropic-ai/claude-code-linux-")]
    public void The_stub_of_Claude_Code_leads_to_the_package_of_the_platform(string package)
    {
        bench.Link("bin/claude", bench.Program("lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe", isNative: false));
        string native = bench.Program($"lib/{package}{NodePackages.Architecture}/claude", isNative: true);

        Assert.Equal(native, Probed("claude", bench.Context));
    }

    [Fact]
    public void A_replaced_stub_of_Claude_Code_is_the_program_itself()
    {
        string link = bench.Link("bin/claude", bench.Program("lib/node_modules/@anthropic-ai/claude-code/bin/claude.exe", isNative: true));

        Assert.Equal(link, Probed("claude", bench.Context));
    }

    [Theory]
    [InlineData("node_modules/@openai/codex/node_modules/@openai/codex-linux-{0}/vendor/{1}/bin/codex")]
    [InlineData("node_modules/@openai/codex-linux-{0}/vendor/{1}/bin/codex")]
    [InlineData("node_modules/@openai/codex/vendor/{1}/codex/codex")]
    public void The_launcher_of_Codex_leads_to_the_native_program(string native)
    {
        bench.Link("bin/codex", bench.Program($"lib/{CodexLauncher}", isNative: false));
        string program = bench.Program($"lib/{string.Format(native, NodePackages.Architecture, Triple)}", isNative: true);

        Assert.Equal(program, Probed("codex", bench.Context));
    }

    [Fact]
    public void A_store_of_packages_that_are_linked_to_is_understood()
    {
        const string Store = "store/openai+codex@1/node_modules/@openai";
        bench.Program($"{Store}/codex/bin/codex.js", isNative: false);
        string program = bench.Program($"{Store}/codex-linux-{NodePackages.Architecture}/vendor/{Triple}/bin/codex", isNative: true);
        bench.Link("lib/node_modules/@openai/codex", bench[$"{Store}/codex"]);
        bench.Link("bin/codex", bench[$"lib/{CodexLauncher}"]);

        Assert.Equal(program, Probed("codex", bench.Context));
    }

    [Theory]
    [InlineData("codex", CodexLauncher, "npm install -g @openai/codex")]
    [InlineData("claude", "node_modules/@anthropic-ai/claude-code/bin/claude.exe", "npm install -g @anthropic-ai/claude-code")]
    public void A_launcher_without_its_platforms_package_is_refused(string driver, string launcher, string remedy)
    {
        string link = bench.Link($"bin/{driver}", bench.Program($"lib/{launcher}", isNative: false));

        string message = Refused(driver, bench.Context);

        Assert.StartsWith($"ERR5002 '{link}' of worker 'w' is only a launcher, and its package", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("codex", "npm install -g @openai/codex")]
    [InlineData("claude", "npm install -g @anthropic-ai/claude-code")]
    public void A_program_that_is_not_installed_is_refused_with_what_to_type(string driver, string remedy) => Assert.Equal(
        $"ERR5002 Worker 'w' needs the program '{driver}', which is in no directory of PATH ({bench["bin"]}). "
        + $"Install it with `{remedy}`, or give its absolute path as 'command' of that worker.",
        Refused(driver, bench.Context));

    [Fact]
    public void Files_that_cannot_be_run_are_no_programs()
    {
        string text = bench.Write("bin/claude", "text");
        bench.Link("bin/codex", bench["nowhere"]);

        Assert.Contains("needs the program 'claude'", Refused("claude", bench.Context), StringComparison.Ordinal);
        Assert.Contains("needs the program 'codex'", Refused("codex", bench.Context), StringComparison.Ordinal);
        Assert.Contains($"'{text}', which may not be executed", Refused("claude", Commanded(text)), StringComparison.Ordinal);
        Assert.Contains($"'{bench["none"]}', which does not exist", Refused("claude", Commanded(bench["none"])), StringComparison.Ordinal);
        Assert.Contains($"'{bench["home"]}', which does not exist", Refused("claude", Commanded(bench["home"])), StringComparison.Ordinal);
        Assert.Contains("'./claude', which is neither an absolute path nor a plain name", Refused("claude", Commanded("./claude")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generic_worker_must_name_its_command() => Assert.Equal(
        "ERR5002 Worker 'w' has no command. Give 'command' of that worker as a list that begins with the program, such as [\"/usr/bin/my-agent\", \"--quiet\"].",
        Refused("generic", bench.Context));

    private static string Triple => NodePackages.Architecture == "arm64" ? "aarch64-unknown-linux-musl" : "x86_64-unknown-linux-musl";

    private WorkerContext Commanded(string program) => bench.With(worker => worker with { Command = [program] });

    private static IWorkerDriver Driver(string name) => new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = name });

    private static string Probed(string driver, WorkerContext context) => Driver(driver).ProbeCommands(context)[0].FileName;

    private static string Refused(string driver, WorkerContext context) =>
        Assert.Throws<ErrandException>(() => Driver(driver).ProbeCommands(context)).Message;
}
