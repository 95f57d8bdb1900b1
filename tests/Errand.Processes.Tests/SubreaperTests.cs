using System.Diagnostics;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>A subreaper changes a process for good, so that these happen in processes of their own.</summary>
public sealed class SubreaperTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Runs_end_their_own_daemons_and_leave_other_runs_and_other_peoples_children_alone()
    {
        ProcessCommand command = FakeWorker.Command(directory.Path, FakeWorker.Path, "share-subreaper", directory.Path);
        CapturedOutput host = await runner.CaptureAsync(command, 1000, CancellationToken.None);
        Assert.Equal((0, ""), (host.Exit.ExitCode, host.Error));
        // After the first run: its daemon dead, the second's alive, the stranger alive. After the second: its daemon dead, the stranger
        // alive. No survivors, the strangers' own exit codes, and nobody left but the host itself.
        Assert.Equal("[[false,true,true],[false,true],0,0,7,5,1]", await File.ReadAllTextAsync(directory["result.json"]));
    }

    [Theory]
    [InlineData("use POSIX; sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGCHLD)); exec @ARGV", "supervise")]
    [InlineData("$SIG{CHLD} = 'IGNORE'; exec @ARGV", "supervise")]
    [InlineData("$SIG{CHLD} = 'IGNORE'; exec @ARGV", "supervise-late")]
    public async Task The_end_of_a_child_is_noticed_whatever_our_own_parent_did_to_the_signal(string perl, string verb)
    {
        if (!File.Exists("/usr/bin/perl"))
            return;
        directory.Write("unguarded", "");
        FakeWorker.Nothing.Exit(3).Save(directory["worker.json"]);
        // Without our launcher, which would undo what is tested here.
        using Process host = Process.Start("/usr/bin/perl", ["-e", perl, FakeWorker.Path, verb, directory.Path]);
        Assert.Contains("\"ExitCode\":3,", await Wait.ForFileAsync(directory["exit.json"]), StringComparison.Ordinal);
        await host.WaitForExitAsync();
    }

    [Theory]
    [InlineData("exec \"$0\" supervise \"$1\" <&-")]
    [InlineData("exec \"$0\" supervise \"$1\" <&- >&- 2>&-")]
    public async Task A_host_without_standard_streams_can_start_programs(string script)
    {
        directory.Write("unguarded", "");
        FakeWorker.Say("out").Warn("err").Do("print-env", "environment").Exit(3).Save(directory["worker.json"]);
        using Process host = Process.Start("/bin/sh", ["-c", script, FakeWorker.Path, directory.Path]);
        string exit = await Wait.ForFileAsync(directory["exit.json"]);
        Assert.Contains("\"ExitCode\":3,", exit, StringComparison.Ordinal);
        Assert.Contains("\"OutputBytes\":8,", exit, StringComparison.Ordinal);
        await host.WaitForExitAsync();
    }
}
