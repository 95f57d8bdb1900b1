using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>All processes of an overlay job killed at once, wherever it has come to: its work is captured, and nothing is left that the next start or <c>gc</c> does not clear.</summary>
public sealed class OverlayDeathTests
{
    private const string Worker = "echo half > half.txt; touch ready; sleep 0.5; echo whole > whole.txt";

    [Fact]
    public async Task Kill_9_of_everything_while_a_job_makes_its_overlay_and_works_in_it()
    {
        await using var errand = new ErrandUnderTest();
        errand.Configure(new JsonObject
        {
            ["workers"] = new JsonObject { ["sh"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sh", "-c", Worker) } },
            ["defaultWorker"] = "sh",
            ["workspace"] = new JsonObject { ["snapshotAge"] = "0s" },
        });
        // Enough for half a snapshot to be seen.
        for (int number = 0; number < 300; number++)
            errand.Repository.Write($"many/{number}", "");
        var ids = new List<string>();
        foreach (string point in OverlayPoints.Names)
        {
            errand.Repository.Write("point", point);
            errand.Repository.Commit(point);
            var points = new OverlayPoints(errand, $"j{ids.Count + 1}");
            string id = await errand.StartJobAsync(point);
            await Death.WhenAsync(Environment.ProcessId, () => points.IsReached(point), () => KillAll(errand));
            ids.Add(id);

            JobReceipt lost = await errand.SettledAsync(id);
            Assert.Equal((point, JobState.Blocked, "lost"), (point, lost.State, lost.Class));
            if (point is not ("work" or "patch"))
                continue;
            await Wait.ForAsync(async () => (await errand.ShowAsync(id)).Commit is not null, "the work is captured");
            Assert.Equal("half\n", errand.Repository.Git("show", $"refs/errand/jobs/{id}:half.txt"));
        }

        foreach (string id in ids)
            Assert.Equal(0, (await errand.RunAsync("retry", id, "--detach")).ExitCode);
        foreach (string id in ids)
        {
            JobReceipt receipt = await errand.SettledAsync(id);
            Assert.Equal((id, JobState.Review, IsolationKind.Overlay), (id, receipt.State, receipt.Isolation));
            Assert.Equal("half\nwhole\n", errand.Repository.Git("show", $"refs/errand/jobs/{id}:half.txt", $"refs/errand/jobs/{id}:whole.txt"));
            await errand.RunAsync("discard", id);
        }

        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left running");
        await errand.RunAsync("gc", "--older-than", "0s", "--apply");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(errand.State, "snapshots")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(errand.State, "jobs")));
        Assert.Equal("", errand.Repository.Git("for-each-ref", "refs/errand"));
        Assert.Equal("", errand.Repository.Git("status", "--porcelain"));
    }

    /// <summary>Also what one of them was just starting.</summary>
    private static void KillAll(ErrandUnderTest errand)
    {
        while (ProcessList.PidsMentioning(errand.Root) is { Count: > 0 } alive)
        {
            foreach (int pid in alive)
                ProcessList.Kill(pid);
        }
    }
}
