using System.Diagnostics;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

/// <summary>Whatever dies, and whenever: nothing is left running, nothing that was captured is lost, and no reader is told that a dead job runs.</summary>
public sealed class ProcessDeathTests
{
    /// <summary>Deaths at random moments, in all lanes together.</summary>
    private const int Deaths = 100;

    /// <summary>State directories in which processes die at the same time.</summary>
    private const int Lanes = 4;

    [Fact]
    public async Task A_worker_that_ignores_signals_and_leaves_daemons_is_dead_when_cancel_answers()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.IgnoreSignals().Edit("half.txt", "half\n").Daemon(600).DaemonWithCleanedEnvironment(600).Touch("ready").Do("hang")));
        string id = await errand.StartJobAsync("hang");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is ready");

        long cancelledAt = Stopwatch.GetTimestamp();
        CommandResult cancelled = await errand.RunAsync("cancel", id, "--reason", "user_requested");
        TimeSpan took = Stopwatch.GetElapsedTime(cancelledAt);

        Assert.True(cancelled.ExitCode == 0, cancelled.ToString());
        Assert.True(took < TimeSpan.FromSeconds(5 + 2 + 3), $"cancel took {took}");
        Assert.Empty(errand.LiveProcesses());
        JobReceipt receipt = await errand.ShowAsync(id);
        Assert.Equal((JobState.Cancelled, "user_requested"), (receipt.State, receipt.Class));
        Assert.Equal("half\n", errand.Repository.Git("show", $"refs/errand/jobs/{id}:half.txt"));

        CommandResult again = await errand.RunAsync("cancel", id, "--reason", "obsolete");
        Assert.Equal((cancelled.ExitCode, cancelled.Output), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task The_death_of_a_supervisor_ends_its_worker_within_a_second_and_the_job_is_lost_but_its_work_is_not()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.IgnoreSignals().Edit("half.txt", "half\n").Daemon(600).Touch("ready").Do("hang")));
        string id = await errand.StartJobAsync("hang");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is ready");

        ProcessList.Kill(SupervisorOf(errand, id));

        await Wait.ForAsync(() => !errand.LiveProcesses().Any(line => line.Contains("fake-worker", StringComparison.Ordinal)), "the worker is gone");
        JobReceipt receipt = await errand.ShowAsync(id);
        Assert.Equal((JobState.Blocked, "lost"), (receipt.State, receipt.Class));
        await Wait.ForAsync(async () => (await errand.ShowAsync(id)).Commit is not null, "the work is captured");
        Assert.Equal("half\n", errand.Repository.Git("show", $"refs/errand/jobs/{id}:half.txt"));
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left");
        Assert.False(File.Exists(Path.Combine(errand.JobDirectory(id), "reserve")), "the room on the disk is given back");
    }

    [Fact]
    public async Task A_lost_job_can_be_retried_to_the_end()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Append("count.txt", "x\n").Touch("ready").WaitFile(gate)));
        string id = await errand.StartJobAsync("go on");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is ready");
        ProcessList.Kill(SupervisorOf(errand, id));
        await Wait.ForAsync(async () => (await errand.ShowAsync(id)).Class == "lost", "the job is lost");
        File.WriteAllText(gate, "");

        await Wait.ForAsync(async () => (await errand.RunAsync("retry", id, "--detach")).ExitCode == 0, "the retry is taken");

        JobReceipt receipt = await errand.SettledAsync(id);
        Assert.Equal((JobState.Review, 2), (receipt.State, receipt.Attempt));
        Assert.Equal("x\nx\n", errand.Repository.Git("show", $"refs/errand/jobs/{id}:count.txt"));
    }

    [Fact]
    public Task Kill_9_of_any_process_at_random_moments_leaves_nothing_running_and_nothing_unsettled() =>
        Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => KillAtRandomAsync(new Random(20261121 + lane), Deaths / Lanes)));

    [Fact]
    public async Task Two_kills_at_once_of_guard_and_supervisor_are_survived_too()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.IgnoreSignals().Touch("ready").Do("hang")));
        string id = await errand.StartJobAsync("hang");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is ready");
        int supervisor = SupervisorOf(errand, id);
        int guard = JsonNode.Parse(File.ReadAllText(Path.Combine(errand.JobDirectory(id), "launch.json")))!["pid"]!.GetValue<int>();

        ProcessList.Kill(guard);
        ProcessList.Kill(supervisor);

        await Wait.ForAsync(async () => (await errand.ShowAsync(id)).Class == "lost", "the job is lost");
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "the worker is found by its marker and ended");
    }

    private static async Task KillAtRandomAsync(Random random, int deaths)
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n").Sleep(0.2).Edit("b.txt", "b\n").Sleep(0.2).Say("done")));
        var ids = new List<string>();
        for (int death = 0; death < deaths; death++)
        {
            string id = await errand.StartJobAsync($"job {death}", "--check", "there=test -f a.txt");
            ids.Add(id);
            await Task.Delay(random.Next(0, 900));
            IReadOnlyList<int> pids = ProcessList.PidsMentioning(errand.State);
            if (pids.Count > 0)
                ProcessList.Kill(pids[random.Next(pids.Count)]);
        }

        foreach (string id in ids)
        {
            JobReceipt receipt = await errand.SettledAsync(id);
            Assert.True(receipt.State is JobState.Review or JobState.Blocked, $"{id} is {receipt.State}");
        }

        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left running");
        foreach (string id in ids)
        {
            JobReceipt receipt = await errand.ShowAsync(id);
            foreach (string name in new[] { "a.txt", "b.txt" }.Where(name => File.Exists(errand.WorkFile(id, name))))
            {
                Assert.True(receipt.Commit is not null, $"{id} has uncaptured work: {receipt.Reason}");
                Assert.Equal(File.ReadAllText(errand.WorkFile(id, name)), errand.Repository.Git("show", $"{receipt.Commit}:{name}"));
            }
        }

        Assert.Equal("", errand.Repository.Git("status", "--porcelain"));
        JobReceipt next = await errand.RunJobAsync("the next one", "--check", "there=test -f b.txt");
        Assert.Equal((JobState.Review, Verdict.Verified), (next.State, next.Verdict));
    }

    private static int SupervisorOf(ErrandUnderTest errand, string id)
    {
        foreach (string line in File.ReadLines(Path.Combine(errand.JobDirectory(id), "journal.jsonl")).Reverse())
        {
            JsonNode entry = JsonNode.Parse(line)!;
            if (entry["kind"]!.GetValue<string>() == "supervisor")
                return entry["supervisor"]!["pid"]!.GetValue<int>();
        }

        throw new InvalidOperationException($"No supervisor has taken {id}.");
    }
}
