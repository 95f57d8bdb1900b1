using System.Text;
using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Bubblewrap;
using Errand.Jobs.Store;
using Errand.Jobs.Tests.Git;
using Errand.Processes;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Overlays of real sandboxes, in each way that this machine has a program for.</summary>
public sealed class OverlayWaysTests : IDisposable
{
    private static readonly ProcessRunner Runner = new(TimeProvider.System);

    private readonly TestRepository place = new();

    public static TheoryData<string, OverlayWay> Ways()
    {
        var ways = new TheoryData<string, OverlayWay> { { "/usr/bin/bwrap", OverlayWay.Outer } };
        foreach (string own in BundledOverlayRung.Programs())
        {
            ways.Add(own, OverlayWay.Own);
            ways.Add(own, OverlayWay.Outer);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Layers_are_seen_through_each_other_and_only_the_upper_one_changes(string program, OverlayWay way)
    {
        Write("below/a", "below").Write("below/b", "below").Write("middle/b", "middle").Write("upper/c", "upper");

        string said = await RunAsync(program, way, "cat a b c; echo '' ; echo new > a; rm b; ls; cat /proc/1/environ | tr '\\0' '\\n'; cat /proc/1/cmdline | tr '\\0' ' '");

        Assert.StartsWith("belowmiddleupper\na\nc\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain(place["below"], said, StringComparison.Ordinal);
        Assert.DoesNotContain("LEAK", said, StringComparison.Ordinal);
        Assert.Equal(("below", "middle", "new\n"), (File.ReadAllText(place["below/a"]), File.ReadAllText(place["middle/b"]), File.ReadAllText(place["upper/a"])));
        Assert.DoesNotContain(place["upper"], File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task One_that_may_not_be_changed_is_not(string program, OverlayWay way)
    {
        Write("below/a", "below").Write("middle/b", "middle").Write("upper/c", "upper");

        string said = await RunAsync(program, way, "(echo x > a) 2>/dev/null || echo held; (echo x > new) 2>/dev/null || echo held; (mount -o remount,rw /work) 2>/dev/null || echo held", isWritable: false);

        Assert.Equal("held\nheld\nheld\n", said);
        Assert.Equal(["c"], Directory.EnumerateFileSystemEntries(place["upper"]).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_program_has_no_rights_over_mounts_and_is_the_same_user(string program, OverlayWay way)
    {
        Write("below/a", "below").Write("middle/b", "middle").Write("upper/c", "upper");

        string said = await RunAsync(program, way, "stat -c %u a c; grep -e CapEff -e CapBnd -e NoNewPrivs /proc/self/status; (umount /work; unshare -U true) 2>/dev/null || echo held");

        uint user = Account.Current.User;
        Assert.Equal($"{user}\n{user}\nCapEff:\t0000000000000000\nCapBnd:\t0000000000000000\nNoNewPrivs:\t1\nheld\n", said);
    }

    [Fact]
    public async Task The_ladder_finds_the_way_of_this_machine_and_remembers_it()
    {
        var state = new StateDirectory(place["state"]);
        state.Ensure();
        var ladder = new OverlayLadder(Runner, state, place.Environment);

        OverlayFinding finding = await ladder.FindAsync(CancellationToken.None);

        Assert.True(finding.Sandbox is not null, finding.Reason);
        Assert.True(File.Exists(Path.Combine(state.Cache, $"overlay-{SnakeCase.Of(finding.Way)}")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(state.Snapshots));
        Assert.Equal(finding.Reason, (await ladder.FindAsync(CancellationToken.None)).Reason);
    }

    public void Dispose() => place.Dispose();

    private OverlayWaysTests Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place[path])!);
        File.WriteAllText(place[path], text);
        return this;
    }

    private async Task<string> RunAsync(string program, OverlayWay way, string script, bool isWritable = true)
    {
        string home = Directory.CreateDirectory(place["jobhome"]).FullName;
        string work = Directory.CreateDirectory(place["work"]).FullName;
        var spec = new SandboxSpec
        {
            Home = home,
            Network = SandboxNetwork.None,
            Mounts = [BindMount.Writable(home), new OverlayMount("/work", [place["middle"], place["below"]], place["upper"], work) { IsWritable = isWritable }],
        };
        var command = new ProcessCommand("/bin/sh", ["-c", script])
        {
            WorkingDirectory = "/work",
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LEAK"] = "no" },
        };
        await using SandboxedRun run = new BubblewrapSandbox(program, way).Prepare(spec, command);
        CapturedOutput captured = await Runner.CaptureAsync(run.Command, 1 << 16, CancellationToken.None);
        return Encoding.UTF8.GetString(captured.Output.Span) + captured.Error;
    }
}
