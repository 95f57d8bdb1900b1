using System.Globalization;
using Errand.Processes.Tests.Support;
using Errand.Processes.Trees;
using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class DetachedLauncherTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task It_has_its_own_session_its_files_and_no_other_descriptor()
    {
        string script = "echo out; echo err >&2; ls /proc/self/fd; cut -d' ' -f1,5,6,7 /proc/$$/stat; env; cat; touch done";
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["A"] = "b c" };
        var command = new ProcessCommand("/bin/sh", ["-c", script]) { WorkingDirectory = directory.Path, Environment = environment };
        ProcessIdentity started = DetachedLauncher.Start(command, directory["out"], directory["err"]);
        await Wait.ForAsync(() => File.Exists(directory["done"]), "the script has run");

        string pid = started.Pid.ToString(CultureInfo.InvariantCulture);
        string[] lines = (await File.ReadAllTextAsync(directory["out"])).TrimEnd().Split('\n');
        Assert.Equal(["out", "0", "1", "2", "3", $"{pid} {pid} {pid} 0"], lines[..6]);
        // The shell itself adds the others.
        IEnumerable<string> variables = lines[6..].Where(line => line.Split('=')[0] is not ("PWD" or "OLDPWD" or "SHLVL" or "_"));
        Assert.Equal(["A=b c", "PATH=/usr/bin:/bin"], variables.Order());
        Assert.Equal("err\n", await File.ReadAllTextAsync(directory["err"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory["out"]));
    }

    [Fact]
    public async Task Both_streams_may_go_to_one_file_and_are_appended()
    {
        string log = directory.Write("log", "before\n");
        ProcessIdentity started = DetachedLauncher.Start(FakeWorker.Say("out").Warn("err").Say("out").In(directory.Path), log, log);
        await Wait.ForAsync(() => !started.IsAlive(), "it has ended");
        Assert.Equal("before\nout\nerr\nout\n", await File.ReadAllTextAsync(log));
    }

    [Fact]
    public async Task It_outlives_the_process_that_started_it()
    {
        var runner = new ProcessRunner(TimeProvider.System);
        ProcessCommand launch = FakeWorker.Command(directory.Path, FakeWorker.Path, "launch", "pid", "launched", ",", "hang");
        CapturedOutput launcher = await runner.CaptureAsync(launch, 1000, CancellationToken.None);
        Assert.Equal((0, ""), (launcher.Exit.ExitCode, launcher.Error));

        ProcessIdentity launched = await Marked.ProcessInAsync(directory["launched"]);
        Assert.True(ProcessTable.TryRead(launched.Pid, out ProcessEntry entry));
        Assert.Equal((launched.Pid, false), (entry.Session, entry.IsDead));
        Assert.NotEqual(Environment.ProcessId, entry.ParentPid);
        launched.KillHard();
    }

    [Fact]
    public async Task It_is_reaped_when_it_ends_while_we_live()
    {
        ProcessIdentity started = Start(FakeWorker.Command(directory.Path, "true"));
        await Wait.ForAsync(() => ProcessIdentity.Of(started.Pid) != started, "nothing of it is left, not even a zombie");
    }

    [Fact]
    public void A_missing_program_is_reported_at_once() =>
        Assert.Throws<ProcessStartException>(() => Start(FakeWorker.Command(directory.Path, "/nowhere/program")));

    [Fact]
    public void A_log_that_cannot_be_written_is_reported_at_once()
    {
        IOException failure = Assert.Throws<IOException>(
            () => DetachedLauncher.Start(FakeWorker.Command(directory.Path, "true"), "/nowhere/log", DetachedLauncher.Nowhere));
        Assert.Equal("'/nowhere/log' could not be opened: No such file or directory.", failure.Message);
    }

    [Fact]
    public void Standard_input_is_refused() =>
        Assert.Throws<ArgumentException>(() => Start(FakeWorker.Command(directory.Path, "cat") with { StandardInput = new byte[1] }));

    private static ProcessIdentity Start(ProcessCommand command) =>
        DetachedLauncher.Start(command, DetachedLauncher.Nowhere, DetachedLauncher.Nowhere);
}
