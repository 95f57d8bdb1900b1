using System.Text.Json;
using Errand.Processes.Tests.Support;
using Errand.Processes.Trees;
using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class ProcessIdentityTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void This_process_is_alive()
    {
        ProcessIdentity current = ProcessIdentity.Current();
        Assert.Equal(Environment.ProcessId, current.Pid);
        Assert.True(current.IsAlive());
        Assert.Equal(current, ProcessIdentity.Of(current.Pid));
    }

    [Fact]
    public void Another_start_or_another_boot_is_another_process()
    {
        ProcessIdentity current = ProcessIdentity.Current();
        Assert.False((current with { StartTime = current.StartTime + 1 }).IsAlive());
        Assert.False((current with { BootId = Guid.NewGuid().ToString() }).IsAlive());
        Assert.False((current with { Pid = int.MaxValue }).IsAlive());
        Assert.Null(ProcessIdentity.Of(int.MaxValue));
    }

    [Fact]
    public async Task A_zombie_is_dead()
    {
        // The shell turns into a sleep that knows nothing of the child it got with the process, and so never reaps it.
        await using RunningProcess parent = new ProcessRunner(TimeProvider.System).Start(
            FakeWorker.Command(directory.Path, "sh", "-c", "sleep 0.05 & echo $! >pid.tmp; mv pid.tmp pid; exec sleep 300"),
            ProcessOutput.Dropped, TerminationPolicy.Default);
        ProcessIdentity child = await Marked.ProcessInAsync(directory["pid"]);
        await Wait.ForAsync(() => !child.IsAlive(), "the child has ended");
        Assert.Equal(child, ProcessIdentity.Of(child.Pid));
    }

    [Fact]
    public void It_survives_text_and_JSON()
    {
        ProcessIdentity current = ProcessIdentity.Current();
        Assert.True(ProcessIdentity.TryParse(current.ToString(), out ProcessIdentity? parsed));
        Assert.Equal(current, parsed);
        Assert.Equal(current, JsonSerializer.Deserialize<ProcessIdentity>(JsonSerializer.Serialize(current)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1@2")]
    [InlineData("1@2@")]
    [InlineData("-1@2@boot")]
    [InlineData("1@x@boot")]
    [InlineData("1@2@boot@more")]
    public void Other_text_is_no_identity(string? text) => Assert.False(ProcessIdentity.TryParse(text, out _));

    [Theory]
    [InlineData("sleep")]
    [InlineData(") Z 1 1 1 0 (")]
    [InlineData("a b\nc) R 1")]
    [InlineData("))))((((")]
    public async Task A_hostile_name_changes_nothing(string name)
    {
        string program = directory[name];
        File.Copy("/bin/sleep", program);
        await using RunningProcess process = new ProcessRunner(TimeProvider.System).Start(
            FakeWorker.Command(directory.Path, program, "300"), ProcessOutput.Dropped, TerminationPolicy.Default);

        Assert.Equal(name[..Math.Min(15, name.Length)], (await File.ReadAllTextAsync($"/proc/{process.Identity.Pid}/comm"))[..^1]);
        Assert.True(ProcessTable.TryRead(process.Identity.Pid, out ProcessEntry entry));
        Assert.Equal((Environment.ProcessId, process.Identity.Pid, false), (entry.ParentPid, entry.Session, entry.IsDead));
        Assert.Contains(process.Identity, ProcessTree.Living(ProcessIdentity.Current(), null));
        Assert.True(process.Identity.IsAlive());
    }
}
