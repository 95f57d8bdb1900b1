using System.Diagnostics;
using Errand.Processes.Tests.Support;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>How a run ends, without the help of a subreaper.</summary>
public sealed class RunningProcessTests : IDisposable
{
    private static readonly TerminationPolicy Patient = new() { Grace = TestTimeouts.Default };
    private static readonly TerminationPolicy Impatient = new() { Grace = TimeSpan.FromMilliseconds(200) };

    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task An_interrupt_that_is_obeyed_is_told_from_a_kill()
    {
        await using RunningProcess process = Start(FakeWorker.Say("ready").Do("hang"), Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        ProcessExit exit = await EndOf(process);
        Assert.Equal((EndedBy.Interrupt, 2, 0), (exit.EndedBy, exit.Signal, exit.Survivors));
    }

    [Fact]
    public async Task An_exit_code_after_an_interrupt_is_kept()
    {
        await using RunningProcess process = Start(Shell("trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done"), Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        ProcessExit exit = await EndOf(process);
        Assert.Equal((EndedBy.Interrupt, 9, null), (exit.EndedBy, exit.ExitCode, exit.Signal));
    }

    [Fact]
    public async Task One_that_ignores_signals_and_leaves_a_daemon_holding_its_output_is_dead_after_grace_and_two_seconds()
    {
        ProcessCommand command = FakeWorker.IgnoreSignals()
            .Daemon(300, directory["daemon"]).Child("sh", "-c", "trap '' INT TERM; sleep 300").Say("ready").Do("hang")
            .In(directory.Path).WithMarker();
        await using RunningProcess process = Start(command, Impatient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["daemon"]);

        long interruptedAt = Stopwatch.GetTimestamp();
        process.Interrupt();
        ProcessExit exit = await EndOf(process);

        Assert.InRange(Stopwatch.GetElapsedTime(interruptedAt), Impatient.Grace, Impatient.Grace + TimeSpan.FromSeconds(2));
        Assert.Equal((EndedBy.Kill, 9, 0, false), (exit.EndedBy, exit.Signal, exit.Survivors, exit.OutputHeldOpen));
        Assert.False(daemon.IsAlive());
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task A_kill_does_not_wait_for_a_grace_time_that_runs()
    {
        TerminationPolicy endless = Patient with { Grace = TimeSpan.FromDays(1) };
        await using RunningProcess process = Start(FakeWorker.IgnoreSignals().Say("ready").Do("hang"), endless);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        process.Kill();
        Assert.Equal(EndedBy.Kill, (await EndOf(process)).EndedBy);
    }

    [Fact]
    public async Task Stopping_what_has_already_ended_changes_nothing()
    {
        await using RunningProcess process = Start(FakeWorker.Nothing.Exit(3), Patient);
        ProcessExit exit = await EndOf(process);
        process.Interrupt();
        process.Kill();
        Assert.Equal(exit, await EndOf(process));
        Assert.Equal((3, EndedBy.Itself), (exit.ExitCode, exit.EndedBy));
    }

    [Fact]
    public async Task Giving_up_the_waiting_leaves_it_running()
    {
        await using RunningProcess process = Start(FakeWorker.Do("hang"), Patient);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.WaitAsync(new CancellationToken(canceled: true)));
        Assert.True(process.Identity.IsAlive());
    }

    [Fact]
    public async Task Disposing_kills()
    {
        RunningProcess process = Start(FakeWorker.IgnoreSignals().Do("hang"), Patient);
        await process.DisposeAsync();
        Assert.False(process.Identity.IsAlive());
    }

    [Fact]
    public async Task What_the_main_process_leaves_behind_ends_with_it()
    {
        ProcessCommand command = FakeWorker.Nothing.Child("sleep", "300").Daemon(300, directory["daemon"]).Say("done").Exit(4)
            .In(directory.Path).WithMarker();
        await using RunningProcess process = Start(command, Patient);
        ProcessExit exit = await EndOf(process);
        Assert.Equal((4, EndedBy.Itself, 0, false), (exit.ExitCode, exit.EndedBy, exit.Survivors, exit.OutputHeldOpen));
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task A_child_in_the_session_ends_without_a_marker()
    {
        await using RunningProcess process = Start(Shell("sleep 300 & echo $! >pid.tmp; mv pid.tmp pid; sleep 0.1"), Patient);
        ProcessIdentity child = await Marked.ProcessInAsync(directory["pid"]);
        Assert.Equal(0, (await EndOf(process)).Survivors);
        Assert.False(child.IsAlive());
    }

    [Fact]
    public async Task A_run_ends_its_own_processes_and_no_others()
    {
        ProcessCommand first = FakeWorker.Nothing.Daemon(300, directory["first"]).Exit(0).In(directory.Path).WithMarker();
        ProcessCommand second = FakeWorker.Nothing.Daemon(300, directory["second"]).Do("hang").In(directory.Path).WithMarker();
        await using RunningProcess stays = Start(second, Patient);
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["second"]);

        await using RunningProcess ends = Start(first, Patient);
        await EndOf(ends);

        Assert.Empty(first.Marker().Find());
        Assert.True(daemon.IsAlive());
        Assert.True(stays.Identity.IsAlive());
        await stays.DisposeAsync();
        Assert.False(daemon.IsAlive());
    }

    [Fact]
    public async Task A_process_that_forks_all_the_time_is_caught()
    {
        // Each one starts its successor in a new session and ends: nothing but the marker connects them.
        string hydra = directory.Write("hydra", "#!/bin/sh\nsetsid \"$0\" </dev/null >/dev/null 2>&1 &\n");
        File.SetUnixFileMode(hydra, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProcessCommand command = Shell($"'{hydra}' & '{hydra}' & '{hydra}' & echo ready; sleep 300").WithMarker();
        await using RunningProcess process = Start(command, Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the heads grow");
        process.Kill();
        ProcessExit exit = await EndOf(process);
        Assert.Equal(0, exit.Survivors);
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task A_process_whose_first_thread_has_ended_is_no_corpse()
    {
        await using RunningProcess process = Start(FakeWorker.Say("ready").Do("exit-first-thread"), Impatient);
        await Wait.ForAsync(() => State(process.Identity.Pid) == 'Z', "it shows as a zombie");
        Assert.True(process.Identity.IsAlive());
        process.Kill();
        ProcessExit exit = await EndOf(process);
        Assert.Equal((EndedBy.Kill, 0), (exit.EndedBy, exit.Survivors));
        Assert.False(process.Identity.IsAlive());

        static char State(int pid) => Trees.ProcessTable.TryRead(pid, out Trees.ProcessEntry entry) ? entry.State : '?';
    }

    [Fact]
    public async Task A_stopped_process_is_ended_too()
    {
        await using RunningProcess process = Start(Shell("echo ready; kill -STOP $$"), Impatient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        Assert.Equal((EndedBy.Kill, 0), await EndOf(process) is var exit ? (exit.EndedBy, exit.Survivors) : default);
    }

    [Fact]
    public async Task A_marker_that_is_not_in_the_environment_is_refused()
    {
        ProcessCommand command = FakeWorker.Nothing.In(directory.Path) with { MarkerVariable = "MISSING" };
        await Assert.ThrowsAsync<ArgumentException>(() => runner.CaptureAsync(command, 0, CancellationToken.None));
    }

    private static Task<ProcessExit> EndOf(RunningProcess process) =>
        process.WaitAsync(CancellationToken.None).WaitAsync(TestTimeouts.Default);

    private RunningProcess Start(FakeScript script, TerminationPolicy policy) => Start(script.In(directory.Path), policy);

    private RunningProcess Start(ProcessCommand command, TerminationPolicy policy) => runner.Start(command, ProcessOutput.Dropped, policy);

    private ProcessCommand Shell(string script) => FakeWorker.Command(directory.Path, "/bin/sh", "-c", script);
}
