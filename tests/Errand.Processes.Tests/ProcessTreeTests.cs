using Errand.Processes.Tests.Support;
using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class ProcessTreeTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_tree_is_the_process_its_descendants_its_session_and_its_marker()
    {
        ProcessCommand command = FakeWorker.Nothing
            .Child("sh", "-c", "setsid sh -c 'echo $$ >in-session.tmp; mv in-session.tmp in-session; sleep 300' & wait")
            .Daemon(300, "daemon").Do("hang").In(directory.Path).WithMarker();
        await using RunningProcess process = runner.Start(command, ProcessOutput.Dropped, TerminationPolicy.Default);
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["daemon"]);
        ProcessIdentity inSession = await Marked.ProcessInAsync(directory["in-session"]);

        await Wait.ForAsync(() => ProcessTree.Living(process.Identity, command.Marker()).Contains(daemon), "the daemon is found by its marker");
        IReadOnlyList<ProcessIdentity> byParents = ProcessTree.Living(process.Identity, null);
        IReadOnlyList<ProcessIdentity> withMarker = ProcessTree.Living(process.Identity, command.Marker());

        Assert.Contains(process.Identity, byParents);
        Assert.Contains(inSession, byParents);
        Assert.DoesNotContain(daemon, byParents);
        Assert.DoesNotContain(ProcessIdentity.Current(), withMarker);
    }

    [Fact]
    public async Task A_busy_process_uses_time_and_a_quiet_one_does_not()
    {
        await using RunningProcess busy = Start("sh", "-c", "(while :; do :; done) & wait");
        await using RunningProcess quiet = Start("sleep", "300");
        TimeSpan enough = TimeSpan.FromMilliseconds(100);
        await Wait.ForAsync(() => busy.Sample() is { Processes: 2 } sample && sample.CpuTime > enough, "the loop has used 100 ms");
        ProcessTreeSample sample = quiet.Sample();
        Assert.Equal(1, sample.Processes);
        Assert.InRange(sample.CpuTime, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task Bytes_written_and_read_are_counted()
    {
        await using RunningProcess process = Start("sh", "-c", "head -c 1000000 /dev/zero >written; cat written >/dev/null; exec sleep 300");
        // The children that did it have ended; the shell has waited for them.
        await Wait.ForAsync(() => process.Sample() is { BytesWritten: >= 2_000_000, BytesRead: >= 2_000_000 }, "two megabytes were written and read");
    }

    [Fact]
    public async Task Nothing_is_left_to_sample_after_the_end()
    {
        RunningProcess process = runner.Start(FakeWorker.Nothing.In(directory.Path), ProcessOutput.Dropped, TerminationPolicy.Default);
        await process.WaitAsync(CancellationToken.None).WaitAsync(TestTimeouts.Default);
        Assert.Equal(new ProcessTreeSample(0, TimeSpan.Zero, 0, 0), process.Sample());
    }

    private RunningProcess Start(string program, params string[] arguments) =>
        runner.Start(FakeWorker.Command(directory.Path, program, arguments), ProcessOutput.Dropped, TerminationPolicy.Default);
}
