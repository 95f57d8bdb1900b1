using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Disks;

/// <summary>A state directory that is full, read-only or becomes full in the middle of a job, on a real file system.</summary>
public sealed partial class FullDiskTests
{
    /// <summary>More than a start needs before it takes a job, so that a test can fill the rest.</summary>
    private const string Roomy = "size=80M";

    /// <summary>Files and directories of a whole start are fewer.</summary>
    private const int MostNames = 60;

    [SmallDiskFact]
    public async Task A_nearly_full_disk_refuses_a_start_and_nothing_is_made()
    {
        await using var errand = new ErrandUnderTest();
        using var disk = new SmallDisk(errand, "size=1M");

        CommandResult refused = await errand.RunAsync("run", "do it", "--detach", "--json");

        Assert.Contains("ERR3002 ", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"'{errand.State}' has 0 MiB free and a job needs 64. Free some space", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(errand.StateSeen, "jobs")));
        Assert.Equal("", errand.Repository.Git("for-each-ref", "refs/errand"));
    }

    [SmallDiskFact]
    public async Task A_read_only_disk_refuses_a_start_and_still_shows_its_jobs()
    {
        await using var errand = new ErrandUnderTest();
        using var disk = new SmallDisk(errand, Roomy);
        await errand.RunJobAsync("before");
        await Wait.ForAsync(() => !errand.LiveProcesses().Any(line => line.Contains("supervise", StringComparison.Ordinal)), "the supervisor is gone");
        disk.Remount("ro");

        CommandResult refused = await errand.RunAsync("run", "after", "--detach", "--key", "k");

        Assert.Matches($"^errand: ERR3001 The state directory '{errand.State}' cannot be .*Make it writable", refused.Error);
        Assert.Equal((1, 1), (Directory.GetDirectories(Path.Combine(errand.StateSeen, "jobs")).Length, refused.Error.TrimEnd('\n').Split('\n').Length));
        Assert.Equal(JobState.Review, (await errand.ShowAsync("j1")).State);
        foreach (string decision in (string[])["accept", "discard", "cancel"])
            Assert.Matches(Refusal(), (await errand.RunAsync(decision, "j1")).Error);

        disk.Remount("rw");
        Assert.Equal("j2", await errand.StartJobAsync("after", "--key", "k"));
        Assert.Equal(JobState.Review, (await errand.SettledAsync("j2")).State);
    }

    [OrdinaryAccountFact]
    public async Task A_directory_without_the_right_to_write_refuses_a_start()
    {
        await using var errand = new ErrandUnderTest();
        File.SetUnixFileMode(errand.State, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        CommandResult refused = await errand.RunAsync("run", "do it", "--detach");

        Assert.Contains($"ERR3001 The state directory '{errand.State}' cannot be made", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["config.json"], Directory.GetFileSystemEntries(errand.State).Select(path => Path.GetFileName(path)));
    }

    [SmallDiskFact]
    public async Task Wherever_the_disk_has_no_more_room_a_start_is_refused_or_whole()
    {
        await using var errand = new ErrandUnderTest();
        using var disk = new SmallDisk(errand, $"{Roomy},nr_inodes={MostNames}");
        CommandResult start;
        int refusals = 0;
        int names = 3;
        do
        {
            // Names run out where bytes would: the same error, but at a point that can be chosen.
            disk.Remount($"nr_inodes={names++}");
            start = await errand.RunAsync("run", "do it", "--detach", "--key", "once", "--json");
            if (start.ExitCode == 0)
                break;

            refusals++;
            Assert.Matches(Refusal(), start.Error);
            Assert.DoesNotContain(".new-", string.Join('\n', JobNames(errand)), StringComparison.Ordinal);
        }
        while (JobNames(errand).Length == 0 && names < MostNames);

        Assert.True(refusals > 5, $"{refusals} refusals");
        Assert.Equal("j", Assert.Single(JobNames(errand))[..1]);
        disk.Remount("nr_inodes=5000");
        string id = await errand.StartJobAsync("do it", "--key", "once");
        Assert.Equal(id, Assert.Single(JobNames(errand)));
        JobReceipt receipt = await errand.SettledAsync(id);
        if (receipt.State == JobState.Blocked)
        {
            Assert.Equal("spawn", receipt.Class);
            Assert.Equal(0, (await errand.RunAsync("retry", id, "--detach")).ExitCode);
            receipt = await errand.SettledAsync(id);
        }

        Assert.Equal(JobState.Review, receipt.State);
    }

    [SmallDiskFact]
    public async Task A_disk_that_fills_up_while_a_worker_works_blocks_the_job_and_loses_nothing()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("work.txt", "work\n").Touch("ready").WaitFile(gate).Say("I am done.").Spew(100_000)));
        using var disk = new SmallDisk(errand, Roomy);
        string id = await errand.StartJobAsync("work");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is ready");
        disk.Fill();
        File.WriteAllText(gate, "");

        JobReceipt blocked = await errand.SettledAsync(id);

        Assert.Equal((JobState.Blocked, "infra"), (blocked.State, blocked.Class));
        Assert.Matches(Uncaptured(), blocked.Reason);
        await Wait.ForAsync(() => !errand.LiveProcesses().Any(line => line.Contains("supervise", StringComparison.Ordinal)), "the supervisor is gone");
        Assert.Contains("ERR3002 ", (await errand.RunAsync("run", "another", "--detach")).Error, StringComparison.Ordinal);
        CommandResult retried = await errand.RunAsync("retry", id, "--detach");
        Assert.Matches(Refusal(), retried.Error);
        Assert.Equal(blocked.State, (await errand.ShowAsync(id)).State);

        disk.Free();
        Assert.Equal(0, (await errand.RunAsync("retry", id, "--detach")).ExitCode);
        JobReceipt receipt = await errand.SettledAsync(id);
        Assert.Equal((JobState.Review, 2), (receipt.State, receipt.Attempt));
        Assert.Equal("work\n", errand.Repository.Git("show", $"{receipt.Commit}:work.txt"));
        Assert.Equal(JobState.Review, (await errand.RunJobAsync("another")).State);
    }

    [SmallDiskFact]
    public async Task An_overlay_that_fills_the_disk_blocks_the_job_and_loses_nothing()
    {
        await using var errand = new ErrandUnderTest();
        const string worker = "echo work > work.txt; if [ -e .once ]; then exit 0; fi; touch .once; head -c 200M /dev/zero > large || echo full";
        errand.Configure(new JsonObject
        {
            ["workers"] = new JsonObject { ["sh"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sh", "-c", worker) } },
            ["defaultWorker"] = "sh",
        });
        errand.Repository.Write(".gitignore", "large\n.once\n");
        errand.Repository.Commit("ignore");
        using var disk = new SmallDisk(errand, Roomy);

        JobReceipt blocked = await errand.RunJobAsync("work");
        await Wait.ForAsync(() => !errand.LiveProcesses().Any(line => line.Contains("supervise", StringComparison.Ordinal)), "the supervisor is gone");

        Assert.True(blocked.Isolation == IsolationKind.Overlay, string.Join("\n", blocked.Warnings));
        Assert.Equal((JobState.Blocked, "infra"), (blocked.State, blocked.Class));
        Assert.Matches(Uncaptured(), blocked.Reason);
        Assert.Equal("work\n", File.ReadAllText(errand.WorkFile("j1", "work.txt")));

        disk.Remount("size=400M");
        Assert.Equal(0, (await errand.RunAsync("retry", "j1", "--detach")).ExitCode);
        JobReceipt receipt = await errand.SettledAsync("j1");
        Assert.Equal((JobState.Review, 2), (receipt.State, receipt.Attempt));
        Assert.Equal("work\n", errand.Repository.Git("show", $"{receipt.Commit}:work.txt"));
    }

    private static string[] JobNames(ErrandUnderTest errand)
    {
        string jobs = Path.Combine(errand.StateSeen, "jobs");
        return Directory.Exists(jobs) ? [.. Directory.GetFileSystemEntries(jobs).Select(path => Path.GetFileName(path)!)] : [];
    }

    [GeneratedRegex(@"^errand: ERR3[0-9]{3} [^\n]*\.\n\z")]
    private static partial Regex Refusal();

    [GeneratedRegex("^The work could not be captured and stays in '[^']+/workspace(/upper)?': .*(Out of diskspace|No space left on device)")]
    private static partial Regex Uncaptured();
}
