using System.Diagnostics;
using Errand.Processes.Guarding;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>The guard's script alone, in each shell that this machine has.</summary>
public sealed class GuardScriptTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    public static TheoryData<string, bool> Shells()
    {
        var shells = new TheoryData<string, bool>();
        string[] directories = FakeWorker.MinimalEnvironment["PATH"].Split(':');
        foreach (string shell in new[] { "dash", "bash", "busybox ash", "bash --posix" })
        {
            if (directories.Any(path => File.Exists(Path.Combine(path, shell.Split(' ')[0]))))
            {
                shells.Add(shell, true);
                shells.Add(shell, false);
            }
        }

        return shells;
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Orphans_die_when_the_pipe_closes(string shell, bool kernelListsChildren)
    {
        string hostile = directory["a) Z 1\nb"];
        File.Copy("/bin/sleep", hostile);
        // The script's shell has children of every kind before it starts to wait: one that ignores signals, one with a hostile name, one
        // that has already ended and is nobody's to reap, and one that looks like that.
        string script =
            $"""
            (trap '' TERM INT; echo >ignoring; exec sleep 300) <&- &
            '{hostile}' 300 <&- &
            sleep 0 <&- &
            '{FakeWorker.Path}' touch zombie , exit-first-thread <&- &
            sh -c 'sleep 300 & sleep 300 & echo >nested; wait' <&- &
            exec {shell} -c "$SCRIPT" errand-guard {(kernelListsChildren ? "" : "/nowhere")}
            """;
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, WorkingDirectory = directory.Path };
        start.Environment["SCRIPT"] = GuardScript.Text;
        string marker = Guid.NewGuid().ToString("N");
        start.Environment["MARK"] = marker;
        using Process guard = Process.Start(start)!;
        var processes = new ProcessMarker("MARK", marker);
        await Wait.ForAsync(() => new[] { "ignoring", "nested", "zombie" }.All(file => File.Exists(directory[file])), "the children are there");
        string program = shell.Split(' ')[0];
        await Wait.ForAsync(() => File.ReadAllText($"/proc/{guard.Id}/cmdline").StartsWith(program, StringComparison.Ordinal), "the shell is there");
        await Wait.ForAsync(() => processes.Find().Count >= 6, "all of them carry the marker");

        guard.StandardInput.Close();

        // Without a subreaper the nested sleeps go to process 1 and are left; everything else is a child.
        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        await guard.WaitForExitAsync(patience.Token);
        Assert.Equal(0, guard.ExitCode);
        await Wait.ForAsync(() => processes.Find().Count <= 2, "only the grandchildren are left");
        Assert.Equal(0, await processes.EndAllAsync(TestTimeouts.Default, CancellationToken.None));
    }
}
