using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>A host that is killed while it starts a job: there is no job, or a whole one, and the same key finds it.</summary>
public sealed class StartDeathTests
{
    [Fact]
    public Task Kill_9_of_the_command_line_while_it_starts_a_job() => KillAtEveryPointAsync((errand, points, point, key) =>
        Death.OfCommandAsync(errand, () => points.IsReached(point), "run", "the task", "--key", key, "--detach"));

    [Fact]
    public Task Kill_9_of_a_server_while_it_starts_a_job() => KillAtEveryPointAsync(async (errand, points, point, key) =>
    {
        await using McpProcess server = McpProcess.Start(errand.State, errand.Repository.Root);
        await server.Client.InitializeAsync();
        var start = new JsonObject { ["name"] = "start", ["arguments"] = new JsonObject { ["task"] = "the task", ["key"] = key } };
        (_, Task<JsonObject> answer) = await server.Client.SendAsync("tools/call", start);
        return await Death.WhenAsync(server.Id, () => points.IsReached(point) || answer.IsCompleted);
    });

    private static async Task KillAtEveryPointAsync(Func<ErrandUnderTest, StartPoints, string, string, Task<bool>> startAndKillAsync)
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Append("count.txt", "x\n")));
        var started = new List<(string Point, string Id)>();
        int kills = 0;
        foreach (string point in StartPoints.Names)
        {
            string key = $"{point} {started.Count}";
            kills += await startAndKillAsync(errand, new StartPoints(errand, key), point, key) ? 1 : 0;

            string? found = JobsOf(errand).SingleOrDefault(job => job.Key == key).Id;
            string id = await errand.StartJobAsync("the task", "--key", key);
            Assert.Equal(found ?? id, id);
            Assert.Single(JobsOf(errand), job => job.Key == key);
            Assert.DoesNotContain(Directory.EnumerateDirectories(Path.Combine(errand.State, "jobs")), directory => Path.GetFileName(directory).StartsWith('.'));
            started.Add((point, id));
        }

        Assert.Equal(started.Count, started.Select(job => job.Id).Distinct().Count());
        foreach ((string point, string id) in started)
        {
            JobReceipt receipt = await errand.SettledAsync(id);
            Assert.True(receipt.State == JobState.Review, $"{point}: {id} is {receipt.State}, {receipt.Reason}");
            Assert.Equal("x\n", errand.Repository.Git("show", $"{receipt.Commit}:count.txt"));
        }

        Assert.Equal(started.Count, JobsOf(errand).Count);

        // The last points are only just before the end, and a machine at work may look too late for them.
        Assert.True(kills > started.Count / 2, $"{kills} kills in {started.Count} starts");
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left running");
    }

    /// <summary>All jobs that there are; each has a spec and a journal that can be read.</summary>
    private static List<(string Id, string? Key)> JobsOf(ErrandUnderTest errand)
    {
        var jobs = new List<(string, string?)>();
        foreach (string directory in Directory.Exists(Path.Combine(errand.State, "jobs")) ? Directory.GetDirectories(Path.Combine(errand.State, "jobs"), "j*") : [])
        {
            JobSpec spec = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(directory, "spec.json")), CoreJson.Default.JobSpec)!;
            Assert.StartsWith("{", File.ReadAllText(Path.Combine(directory, "journal.jsonl")), StringComparison.Ordinal);
            jobs.Add((Path.GetFileName(directory), spec.Key));
        }

        return jobs;
    }
}
