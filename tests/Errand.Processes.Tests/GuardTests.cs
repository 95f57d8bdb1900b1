using Errand.Processes.Native;
using Errand.Processes.Tests.Support;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>What is left when a supervisor or its guard dies, with real processes.</summary>
public sealed class GuardTests
{
    /// <summary>Everything that a worker can do to get away, short of another user's rights.</summary>
    private static FakeScript Escaping(int depth = 3) =>
        FakeWorker.IgnoreSignals()
            .DaemonWithCleanedEnvironment(300, "clean.pid")
            .Daemon(300, "daemon.pid")
            .Child("sh", "-c", Nested(depth))
            .WaitFile("nested.pid").WaitFile("clean.pid").WaitFile("daemon.pid");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_the_supervisor_is_killed_everything_dies_with_it(bool guardsItself)
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(Escaping(), guardsItself: guardsItself);
        ProcessIdentity[] processes = await ProcessesOf(supervised);
        Assert.All(processes, process => Assert.True(process.IsAlive()));

        supervised.Supervisor.KillHard();

        await Wait.ForAsync(() => !processes.Any(process => process.IsAlive()), "all are dead");
        await Wait.ForAsync(() => !supervised.Guard!.IsAlive(), "the guard has ended");
    }

    [Fact]
    public async Task When_the_guard_is_killed_the_supervisor_goes_on_and_ends_its_worker_itself()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(Escaping());
        ProcessIdentity[] processes = await ProcessesOf(supervised);

        supervised.Guard!.KillHard();
        await Wait.ForAsync(() => !supervised.Guard!.IsAlive(), "the guard is dead");
        ProcessExit exit = await supervised.StopAsync();

        Assert.Equal((EndedBy.Kill, 0), (exit.EndedBy, exit.Survivors));
        await Wait.ForAsync(() => !processes.Any(process => process.IsAlive()), "all are dead");
    }

    [Fact]
    public async Task When_both_are_killed_the_marker_finds_the_rest()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(
            FakeWorker.IgnoreSignals().Daemon(300, "daemon.pid").WaitFile("daemon.pid"), marked: true);
        var marker = new ProcessMarker("MARK", await File.ReadAllTextAsync(supervised.Directory["marker"]));
        await Wait.ForAsync(() => marker.Find().Count == 2, "worker and daemon carry the marker");

        supervised.Guard!.KillHard();
        supervised.Supervisor.KillHard();
        await Wait.ForAsync(() => !supervised.Supervisor.IsAlive() && !supervised.Guard!.IsAlive(), "both are dead");

        Assert.True(supervised.Worker.IsAlive());
        Assert.Equal(0, await marker.EndAllAsync(TestTimeouts.Default, CancellationToken.None));
        Assert.Empty(marker.Find());
    }

    [Fact]
    public async Task A_supervisor_that_ends_its_worker_leaves_neither_a_process_nor_a_guard()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(Escaping());
        ProcessIdentity[] processes = await ProcessesOf(supervised);

        ProcessExit exit = await supervised.StopAsync();

        Assert.Equal((EndedBy.Kill, 9, 0), (exit.EndedBy, exit.Signal, exit.Survivors));
        Assert.Equal([], processes.Where(process => process != supervised.Supervisor && process.IsAlive()));
        await Wait.ForAsync(() => !supervised.Supervisor.IsAlive() && !supervised.Guard!.IsAlive(), "supervisor and guard have ended");
    }

    [Fact]
    public async Task The_worker_gets_neither_the_guards_pipe_nor_its_variable()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(
            FakeWorker.Do("print-env", "environment").Do("run", "sh", "-c", "ls -l /proc/self/fd >descriptors"));
        Assert.DoesNotContain(Processes.Guard.Variable, await File.ReadAllTextAsync(supervised.Directory["environment"]), StringComparison.Ordinal);
        string[] links = Directory.GetFiles($"/proc/{supervised.Guard!.Pid}/fd").Select(path => new FileInfo(path).LinkTarget!).ToArray();
        string pipe = Assert.Single(links, link => link.StartsWith("pipe:", StringComparison.Ordinal));
        Assert.DoesNotContain(pipe, await File.ReadAllTextAsync(supervised.Directory["descriptors"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_guard_waits_without_work_and_does_not_mind_signals(bool guardsItself)
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(FakeWorker.Nothing, guardsItself: guardsItself);
        ProcessIdentity guard = supervised.Guard!;
        Assert.Equal("sh\n", await File.ReadAllTextAsync($"/proc/{guard.Pid}/comm"));
        foreach (int signal in new[] { 1, 2, 3, 15 })
            Assert.Equal(0, Libc.Kill(guard.Pid, signal));

        TimeSpan before = CpuTimeOf(guard);
        await Task.Delay(200);
        Assert.True(guard.IsAlive());
        Assert.InRange(CpuTimeOf(guard) - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Without_a_guard_it_works_the_same_while_the_supervisor_lives()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(Escaping(), guarded: false);
        ProcessIdentity[] processes = await ProcessesOf(supervised);
        Assert.Equal(0, (await supervised.StopAsync()).Survivors);
        Assert.Equal([], processes.Where(process => process != supervised.Supervisor && process.IsAlive()));
    }

    [Fact]
    public async Task The_guard_keeps_nothing_of_what_the_supervisor_got_and_the_supervisor_is_like_any_other_program()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(FakeWorker.Nothing);
        int guard = supervised.Guard!.Pid;
        int supervisor = supervised.Supervisor.Pid;

        Assert.Equal("PATH=/usr/local/bin:/usr/bin:/bin\0", await File.ReadAllTextAsync($"/proc/{guard}/environ"));
        Assert.Equal(["0", "1", "2"], Directory.GetFiles($"/proc/{guard}/fd").Select(path => Path.GetFileName(path)!).Order().Where(name => name.Length == 1));
        Trees.ProcessTable.TryRead(supervisor, out Trees.ProcessEntry entry);
        Assert.Equal((guard, supervisor), (entry.ParentPid, SessionOf(supervisor)));
        Assert.Equal(0UL, IgnoredSignals(supervisor) & 0b110);
    }

    [Fact]
    public async Task A_guarded_process_starts_nothing_that_shall_outlive_it()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(FakeWorker.Nothing);
        Assert.Equal(
            $"'{FakeWorker.Path}' would be ended together with this guarded process. A process outside must start it.",
            await Wait.ForFileAsync(supervised.Directory["refusal"]));
    }

    [Fact]
    public async Task Orphans_that_end_by_themselves_are_reaped_while_the_worker_runs()
    {
        await using SupervisedWorker supervised = await SupervisedWorker.StartAsync(
            FakeWorker.Do("run", "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do (setsid sleep 0.0$i &); env -i sh -c 'setsid sleep 0.05 &'; done"));
        await Wait.ForAsync(
            () => Trees.ProcessTable.Read().Count(entry => entry.ParentPid == supervised.Supervisor.Pid) == 1,
            "the worker is the supervisor's only child");
        Assert.True(supervised.Worker.IsAlive());
    }

    private static int SessionOf(int pid) => int.Parse(File.ReadAllText($"/proc/{pid}/stat").Split(' ')[5], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>As bits, signal 1 in the lowest.</summary>
    private static ulong IgnoredSignals(int pid) => ulong.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).AsSpan(7).Trim(), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    private static TimeSpan CpuTimeOf(ProcessIdentity process) =>
        Trees.ProcessTable.TryRead(process.Pid, out Trees.ProcessEntry entry) ? TimeSpan.FromMilliseconds(10 * entry.CpuTicks) : TimeSpan.Zero;

    /// <summary>Shells below each other, each in a session of its own; the last one ignores SIGTERM.</summary>
    private static string Nested(int depth)
    {
        if (depth == 0)
            return "trap '' TERM; echo $$ >nested.tmp; mv nested.tmp nested.pid; exec sleep 300";
        string inner = Nested(depth - 1);
        foreach (string special in new[] { "\\", "\"", "$" })
            inner = inner.Replace(special, "\\" + special, StringComparison.Ordinal);
        return $"setsid sh -c \"{inner}\" & wait";
    }

    private static async Task<ProcessIdentity[]> ProcessesOf(SupervisedWorker supervised) =>
    [
        supervised.Supervisor,
        supervised.Worker,
        await supervised.ProcessInAsync("clean.pid"),
        await supervised.ProcessInAsync("daemon.pid"),
        await supervised.ProcessInAsync("nested.pid"),
    ];
}
