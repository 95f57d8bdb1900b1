using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Probing;
using Errand.Jobs.Tests.Workers;
using Errand.Jobs.Workers;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Probing;

/// <summary>A real native program is asked: a copy of the shell, which words in front of the questions make a worker that counts them.</summary>
public sealed class WorkerProberTests : IDisposable
{
    private readonly WorkerBench bench = new();
    private readonly TempDirectory state = new();

    public void Dispose()
    {
        bench.Dispose();
        state.Dispose();
    }

    [Fact]
    public async Task A_program_is_asked_once_however_many_jobs_use_it()
    {
        WorkerContext context = Install();

        WorkerCapabilities first = await AskAsync(context);
        WorkerCapabilities second = await AskAsync(context);

        Assert.Equal(2, Questions);
        Assert.Equivalent(first, second, strict: true);
        Assert.Equal("2.1.197", second.Version);
        Assert.Contains("--resume", second.Flags);
    }

    [Fact]
    public async Task A_changed_program_is_asked_anew_even_with_the_size_and_time_of_the_old_one()
    {
        WorkerContext context = Install();
        await AskAsync(context);
        DateTime time = File.GetLastWriteTimeUtc(bench["bin/claude"]);
        File.Copy("/bin/sh", bench["bin/next"]);
        File.SetLastWriteTimeUtc(bench["bin/next"], time);
        File.Move(bench["bin/next"], bench["bin/claude"], overwrite: true);

        await AskAsync(context);
        await AskAsync(context);

        Assert.Equal(4, Questions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"subject":null,"answers":null}""")]
    public async Task A_torn_file_of_the_cache_is_ignored_and_replaced(string content)
    {
        WorkerContext context = Install();
        await AskAsync(context);
        string file = Assert.Single(Directory.GetFiles(state["cache"]));
        await File.WriteAllTextAsync(file, content);

        Assert.Equal("2.1.197", (await AskAsync(context)).Version);
        await AskAsync(context);

        Assert.Equal(4, Questions);
    }

    [Fact]
    public async Task A_cache_that_is_cut_at_any_byte_does_no_harm()
    {
        WorkerContext context = Install();
        await AskAsync(context);
        byte[] whole = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(state["cache"])));
        ProbeSubject subject = ProbeSubject.Of(Driver.ProbeCommands(context))!;

        for (int length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Assert.Single(Directory.GetFiles(state["cache"])), whole[..length]);
            Assert.Null(new ProbeCache(new StateDirectory(state.Path)).Find(subject));
        }
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_costs_a_probe_only()
    {
        WorkerContext context = Install();
        state.Write("cache", "a file is in the way");

        await AskAsync(context);
        await AskAsync(context);

        Assert.Equal(4, Questions);
    }

    [Fact]
    public async Task Answers_of_a_program_that_is_refused_are_not_kept()
    {
        WorkerContext context = Install(help: "  --nothing   useful");

        await Assert.ThrowsAsync<ErrandException>(() => AskAsync(context));

        Assert.False(Directory.Exists(state["cache"]));
    }

    [Fact]
    public void A_script_is_asked_every_time_because_what_it_starts_may_have_changed()
    {
        bench.Program("bin/claude", isNative: false);

        Assert.Null(ProbeSubject.Of(Driver.ProbeCommands(bench.Context)));
    }

    [Fact]
    public void An_interpreter_is_asked_every_time_because_its_script_may_have_changed()
    {
        string script = bench.Write("workspace/agent.js", "");
        string interpreter = bench.Program("bin/node", isNative: true);

        Assert.Null(ProbeSubject.Of(Driver.ProbeCommands(bench.With(worker => worker with { Command = [interpreter, script] }))));
        Assert.Null(ProbeSubject.Of(Driver.ProbeCommands(bench.With(worker => worker with { Command = [interpreter, "agent.js"] }))));
        Assert.NotNull(ProbeSubject.Of(Driver.ProbeCommands(bench.With(worker => worker with { Command = [interpreter, "--fast"] }))));
    }

    private static IWorkerDriver Driver => new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = "claude" });

    private int Questions => File.ReadAllLines(bench["asked"]).Length;

    private WorkerContext Install(string? help = null)
    {
        string flags = help ?? string.Join('\n', ((string[])["add-dir", "allowedTools", "input-format", "output-format", "permission-mode", "print", "resume", "setting-sources",
            "strict-mcp-config", "verbose"]).Select(flag => $"  --{flag}   text"));
        File.Copy("/bin/sh", bench["bin/claude"]);
        string script = $"echo \"$0\" >> '{bench["asked"]}'\nif [ \"$0\" = --version ]; then echo '2.1.197 (Claude Code)'; else cat <<'END'\n{flags}\nEND\nfi\n";
        return bench.Context with
        {
            Worker = bench.Context.Worker with { Command = [bench["bin/claude"], "-c", script] },
            UserEnvironment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
        };
    }

    private Task<WorkerCapabilities> AskAsync(WorkerContext context) =>
        new WorkerProber(new ProcessRunner(TimeProvider.System), new ProbeCache(new StateDirectory(state.Path))).AskAsync(Driver, context, CancellationToken.None);
}
