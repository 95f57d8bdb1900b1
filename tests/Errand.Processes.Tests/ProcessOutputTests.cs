using System.Collections.Concurrent;
using System.Diagnostics;
using Errand.Processes.Tests.Support;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>What becomes of the output of a program that is watched while it runs.</summary>
public sealed class ProcessOutputTests : IDisposable
{
    private static readonly TerminationPolicy Patient = new() { Grace = TestTimeouts.Default };

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
            FakeWorker.Command(directory.Path, "sh", "-c", "seq 5000 & seq 5000 >&2; wait"),
            new ProcessOutput { StandardOutput = Sink, StandardError = Sink },
            Patient);
        await EndOf(process);
        Assert.Equal((false, 10_000), (clashed, lines));
    }

    [Fact]
    public async Task A_sink_that_throws_ends_the_process_and_the_waiting()
    {
        ProcessCommand command = FakeWorker.Command(directory.Path, "sh", "-c", "yes & yes").WithMarker();
        var output = new ProcessOutput { StandardOutput = _ => throw new FormatException("no such event") };
        await using RunningProcess process = runner.Start(command, output, Patient);
        Assert.Equal("no such event", (await Assert.ThrowsAsync<FormatException>(() => EndOf(process))).Message);
        Assert.Empty(command.Marker().Find());
    }

    [Fact]
    public async Task Bytes_show_that_it_works_even_when_no_line_ends()
    {
        await using RunningProcess process = Start(FakeWorker.Do("print", "....").Do("hang"), ProcessOutput.Dropped);
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
            FakeWorker.Nothing.DaemonWithCleanedEnvironment(300, directory["daemon"]).Say("all of it").Do("print", "to the end")
                .In(directory.Path),
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

    private static Task<ProcessExit> EndOf(RunningProcess process) =>
        process.WaitAsync(CancellationToken.None).WaitAsync(TestTimeouts.Default);

    private RunningProcess Start(FakeScript script, ProcessOutput output) => runner.Start(script.In(directory.Path), output, Patient);
}
