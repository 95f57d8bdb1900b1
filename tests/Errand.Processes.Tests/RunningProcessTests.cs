using System.Collections.Concurrent;
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
    public async Task Lines_of_both_streams_go_to_their_sinks()
    {
        var output = new ConcurrentQueue<OutputLine>();
        var error = new ConcurrentQueue<OutputLine>();
        await using RunningProcess process = runner.Start(
            FakeWorker.Say("one").Warn("two").Do("partial-utf8").Do("garbage").In(directory.Path),
            new ProcessOutput { StandardOutput = output.Enqueue, StandardError = error.Enqueue },
            Patient);
        ProcessExit exit = await EndOf(process);

        Assert.Equal((0, EndedBy.Itself, 0), (exit.ExitCode, exit.EndedBy, exit.Survivors));
        Assert.Equal(
            ["one", "grüße 漢字 😀", "\uFFFD\uFFFD\uFFFD(\uFFFD", "nul\0nul", "\e[31mred\e[0m \e]0;title\a \e[2J", "50%\r100%", "", "", "no end"],
            output.Select(line => line.Text));
        Assert.Equal([new OutputLine("two", false)], error);
    }

    [Fact]
    public async Task Sinks_are_never_called_at_the_same_time()
    {
        int inside = 0, lines = 0;
        bool clashed = false;
        void Sink(OutputLine line)
        {
            clashed |= Interlocked.Increment(ref inside) != 1;
            Thread.SpinWait(200);
            Interlocked.Decrement(ref inside);
            lines++;
        }

        await using RunningProcess process = runner.Start(
            FakeWorker.Command(directory.Path, "sh", "-c", "seq 5000 & seq 5000 >&2; wait"), new ProcessOutput { StandardOutput = Sink, StandardError = Sink }, Patient);
        await EndOf(process);
        Assert.Equal((false, 10_000), (clashed, lines));
    }

    [Fact]
    public async Task A_sink_that_throws_ends_the_process_and_the_waiting()
    {
        ProcessCommand command = FakeWorker.Command(directory.Path, "sh", "-c", "yes & yes").WithMarker();
        await using RunningProcess process = runner.Start(command, new ProcessOutput { StandardOutput = _ => throw new FormatException("no such event") }, Patient);
        Assert.Equal("no such event", (await Assert.ThrowsAsync<FormatException>(() => EndOf(process))).Message);
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task The_log_file_gets_every_byte_up_to_its_limit()
    {
        string log = directory.Write("log", "before\n");
        await using (RunningProcess process = runner.Start(
            FakeWorker.Say("one").Warn("two").Do("garbage").In(directory.Path), new ProcessOutput { LogFile = log, LogBytes = 12 }, Patient))
        {
            ProcessExit exit = await EndOf(process);
            Assert.Null(exit.LogFailure);
        }

        byte[] written = await File.ReadAllBytesAsync(log);
        Assert.Equal("before\n".Length + 12, written.Length);

        string whole = directory["whole"];
        await using (RunningProcess process = runner.Start(FakeWorker.Do("garbage").In(directory.Path), new ProcessOutput { LogFile = whole }, Patient))
            await EndOf(process);
        Assert.Equal([0xff, 0xfe, 0xc3], (await File.ReadAllBytesAsync(whole))[..3]);
        Assert.Equal("\r\n\r\n\nno end"u8.ToArray(), (await File.ReadAllBytesAsync(whole))[^11..]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(whole));
    }

    [Fact]
    public async Task A_full_disk_ends_the_log_and_not_the_process()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Say("one").Exit(3).In(directory.Path), new ProcessOutput { LogFile = "/dev/full" }, Patient);
        ProcessExit exit = await EndOf(process);
        Assert.Equal(3, exit.ExitCode);
        Assert.Contains("No space left", exit.LogFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_show_that_it_works_even_when_no_line_ends()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Do("print", "....").Do("hang").In(directory.Path), ProcessOutput.Dropped, Patient);
        await Wait.ForAsync(() => process.OutputBytes == 4, "four bytes have come");
    }

    [Fact]
    public async Task Fifty_megabytes_on_each_stream_arrive_whole()
    {
        const long Size = 50L << 20;
        long lines = 0, errors = 0;
        await using RunningProcess process = runner.Start(
            FakeWorker.Nothing.Spew(Size).Do("spew-error", $"{Size}").In(directory.Path),
            new ProcessOutput { StandardOutput = _ => lines++, StandardError = _ => errors++ },
            Patient);
        ProcessExit exit = await EndOf(process);
        Assert.Equal((Size / 80, Size / 80, 2 * Size, 0L), (lines, errors, exit.OutputBytes, exit.DroppedBytes));
    }

    [Fact]
    public async Task An_interrupt_that_is_obeyed_is_told_from_a_kill()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Say("ready").Do("hang").In(directory.Path), ProcessOutput.Dropped, Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        ProcessExit exit = await EndOf(process);
        Assert.Equal((EndedBy.Interrupt, 2, 0), (exit.EndedBy, exit.Signal, exit.Survivors));
    }

    [Fact]
    public async Task An_exit_code_after_an_interrupt_is_kept()
    {
        await using RunningProcess process = runner.Start(
            FakeWorker.Command(directory.Path, "sh", "-c", "trap 'exit 9' INT; echo ready; while :; do sleep 0.05; done"), ProcessOutput.Dropped, Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        ProcessExit exit = await EndOf(process);
        Assert.Equal((EndedBy.Interrupt, 9, null), (exit.EndedBy, exit.ExitCode, exit.Signal));
    }

    [Fact]
    public async Task One_that_ignores_signals_and_leaves_a_daemon_holding_its_output_is_dead_after_grace_and_two_seconds()
    {
        ProcessCommand command = FakeWorker.IgnoreSignals().Daemon(300, directory["daemon"]).Child("sh", "-c", "trap '' INT TERM; sleep 300").Say("ready").Do("hang").In(directory.Path).WithMarker();
        await using RunningProcess process = runner.Start(command, ProcessOutput.Dropped, Impatient);
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
        await using RunningProcess process = runner.Start(FakeWorker.IgnoreSignals().Say("ready").Do("hang").In(directory.Path), ProcessOutput.Dropped, Patient with { Grace = TimeSpan.FromDays(1) });
        await Wait.ForAsync(() => process.OutputBytes > 0, "the worker is ready");
        process.Interrupt();
        process.Kill();
        Assert.Equal(EndedBy.Kill, (await EndOf(process)).EndedBy);
    }

    [Fact]
    public async Task Stopping_what_has_already_ended_changes_nothing()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Nothing.Exit(3).In(directory.Path), ProcessOutput.Dropped, Patient);
        ProcessExit exit = await EndOf(process);
        process.Interrupt();
        process.Kill();
        Assert.Equal(exit, await EndOf(process));
        Assert.Equal((3, EndedBy.Itself), (exit.ExitCode, exit.EndedBy));
    }

    [Fact]
    public async Task Giving_up_the_waiting_leaves_it_running()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Do("hang").In(directory.Path), ProcessOutput.Dropped, Patient);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.WaitAsync(new CancellationToken(canceled: true)));
        Assert.True(process.Identity.IsAlive());
    }

    [Fact]
    public async Task Disposing_kills()
    {
        RunningProcess process = runner.Start(FakeWorker.IgnoreSignals().Do("hang").In(directory.Path), ProcessOutput.Dropped, Patient);
        await process.DisposeAsync();
        Assert.False(process.Identity.IsAlive());
    }

    [Fact]
    public async Task What_the_main_process_leaves_behind_ends_with_it()
    {
        ProcessCommand command = FakeWorker.Nothing.Child("sleep", "300").Daemon(300, directory["daemon"]).Say("done").Exit(4).In(directory.Path).WithMarker();
        await using RunningProcess process = runner.Start(command, ProcessOutput.Dropped, Patient);
        ProcessExit exit = await EndOf(process);
        Assert.Equal((4, EndedBy.Itself, 0, false), (exit.ExitCode, exit.EndedBy, exit.Survivors, exit.OutputHeldOpen));
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task A_child_in_the_session_ends_without_a_marker()
    {
        await using RunningProcess process = runner.Start(
            FakeWorker.Command(directory.Path, "sh", "-c", "sleep 300 & echo $! >pid.tmp; mv pid.tmp pid; wait-for-nothing 2>/dev/null; sleep 0.1"), ProcessOutput.Dropped, Patient);
        ProcessIdentity child = await Marked.ProcessInAsync(directory["pid"]);
        Assert.Equal(0, (await EndOf(process)).Survivors);
        Assert.False(child.IsAlive());
    }

    [Fact]
    public async Task Children_may_write_their_last_lines_after_the_main_process_has_ended()
    {
        var lines = new ConcurrentQueue<string>();
        await using RunningProcess process = runner.Start(
            FakeWorker.Command(directory.Path, "sh", "-c", "(sleep 0.05; echo late) & echo early"),
            new ProcessOutput { StandardOutput = line => lines.Enqueue(line.Text) },
            Patient with { Linger = TestTimeouts.Default });
        await EndOf(process);
        Assert.Equal(["early", "late"], lines);
    }

    [Fact]
    public async Task A_stranger_that_holds_the_output_open_delays_nothing_for_ever()
    {
        var lines = new ConcurrentQueue<string>();
        // No marker, no subreaper, an empty environment: nothing connects this daemon with the run.
        await using RunningProcess process = runner.Start(
            FakeWorker.Nothing.DaemonWithCleanedEnvironment(300, directory["daemon"]).Say("all of it").Do("print", "to the end").In(directory.Path),
            new ProcessOutput { StandardOutput = line => lines.Enqueue(line.Text) },
            Patient with { KillWait = TimeSpan.FromMilliseconds(300) });
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["daemon"]);
        ProcessExit exit = await EndOf(process);

        Assert.True(exit.OutputHeldOpen);
        Assert.Equal(["all of it", "to the end"], lines);
        Assert.True(daemon.IsAlive());
        Process.GetProcessById(daemon.Pid).Kill();
    }

    [Fact]
    public async Task A_slow_sink_gets_all_of_the_output()
    {
        int lines = 0;
        await using RunningProcess process = runner.Start(
            FakeWorker.Nothing.Spew(60_000).In(directory.Path),
            new ProcessOutput
            {
                StandardOutput = _ =>
                {
                    Thread.Sleep(1);
                    lines++;
                },
            },
            Patient with { KillWait = TimeSpan.FromMilliseconds(100) });
        ProcessExit exit = await EndOf(process);
        Assert.Equal((750, false), (lines, exit.OutputHeldOpen));
    }

    [Fact]
    public async Task A_run_ends_its_own_processes_and_no_others()
    {
        ProcessCommand first = FakeWorker.Nothing.Daemon(300, directory["first"]).Exit(0).In(directory.Path).WithMarker();
        ProcessCommand second = FakeWorker.Nothing.Daemon(300, directory["second"]).Do("hang").In(directory.Path).WithMarker();
        await using RunningProcess stays = runner.Start(second, ProcessOutput.Dropped, Patient);
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["second"]);

        await using RunningProcess ends = runner.Start(first, ProcessOutput.Dropped, Patient);
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
        ProcessCommand command = FakeWorker.Command(directory.Path, "/bin/sh", "-c", $"'{hydra}' & '{hydra}' & '{hydra}' & echo ready; sleep 300").WithMarker();
        await using RunningProcess process = runner.Start(command, ProcessOutput.Dropped, Patient);
        await Wait.ForAsync(() => process.OutputBytes > 0, "the heads grow");
        process.Kill();
        ProcessExit exit = await EndOf(process);
        Assert.Equal(0, exit.Survivors);
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task A_process_whose_first_thread_has_ended_is_no_corpse()
    {
        await using RunningProcess process = runner.Start(FakeWorker.Say("ready").Do("exit-first-thread").In(directory.Path), ProcessOutput.Dropped, Impatient);
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
        await using RunningProcess process = runner.Start(FakeWorker.Command(directory.Path, "sh", "-c", "echo ready; kill -STOP $$"), ProcessOutput.Dropped, Impatient);
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

    private static Task<ProcessExit> EndOf(RunningProcess process) => process.WaitAsync(CancellationToken.None).WaitAsync(TestTimeouts.Default);
}
