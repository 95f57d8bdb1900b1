using Errand.Processes.Tests.Support;
using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class ProcessMarkerTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Only_the_whole_variable_counts()
    {
        string value = Guid.NewGuid().ToString("N");
        var environment = new Dictionary<string, string>(FakeWorker.MinimalEnvironment) { ["A"] = "x", ["MARK"] = value, ["Z"] = "MARK=other" };
        await using RunningProcess process = Start(new ProcessCommand("sleep", ["300"]) { WorkingDirectory = directory.Path, Environment = environment });

        await FindsAsync(new ProcessMarker("MARK", value), process.Identity);
        Assert.Empty(new ProcessMarker("MARK", value[..^1]).Find());
        Assert.Empty(new ProcessMarker("MARK", value + "0").Find());
        Assert.Empty(new ProcessMarker("ARK", value).Find());
        Assert.Empty(new ProcessMarker("MARK", "other").Find());
    }

    [Fact]
    public async Task It_is_found_behind_an_environment_of_a_megabyte()
    {
        string value = Guid.NewGuid().ToString("N");
        var environment = new Dictionary<string, string>(FakeWorker.MinimalEnvironment);
        for (int i = 0; i < 10; i++)
            environment[$"FILL{i}"] = new string('x', 100_000);
        environment["MARK"] = value;
        await using RunningProcess process = Start(new ProcessCommand("sleep", ["300"]) { WorkingDirectory = directory.Path, Environment = environment });
        await FindsAsync(new ProcessMarker("MARK", value), process.Identity);
    }

    [Fact]
    public async Task A_sweep_ends_carriers_and_their_children_and_nobody_else()
    {
        // As a reader finds them when the supervisor was killed: a daemon, a process in a session, and a child that has cleaned its
        // environment.
        ProcessCommand command = FakeWorker.Nothing
            .Daemon(300, directory["daemon"]).Do("child", "env", "-i", "/bin/sleep", "301").Do("pid", directory["main"]).Do("hang")
            .In(directory.Path).WithMarker();
        ProcessCommand other = FakeWorker.Nothing.Daemon(300, directory["other"]).Do("hang").In(directory.Path).WithMarker();
        await using RunningProcess bystander = Start(other);
        ProcessIdentity main = DetachedLauncher.Start(command, DetachedLauncher.Nowhere, DetachedLauncher.Nowhere);
        await Wait.ForFileAsync(directory["main"]);
        ProcessIdentity daemon = await Marked.ProcessInAsync(directory["daemon"]);
        ProcessIdentity otherDaemon = await Marked.ProcessInAsync(directory["other"]);
        await Wait.ForAsync(() => ProcessTree.Living(main, command.Marker()).Count >= 3, "main, daemon and child are there");

        int left = await command.Marker().EndAllAsync(TestTimeouts.Default, CancellationToken.None);

        Assert.Equal(0, left);
        Assert.False(main.IsAlive());
        Assert.False(daemon.IsAlive());
        Assert.Empty(command.Marker().Find());
        Assert.True(otherDaemon.IsAlive());
    }

    private static Task FindsAsync(ProcessMarker marker, ProcessIdentity process) =>
        Wait.ForAsync(() => marker.Find() is [var found] && found == process, "the program has its environment, and is found by it");

    private RunningProcess Start(ProcessCommand command) => runner.Start(command, ProcessOutput.Dropped, TerminationPolicy.Default);
}
