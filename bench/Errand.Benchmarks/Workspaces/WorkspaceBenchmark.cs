using System.Diagnostics;
using System.Globalization;
using System.Text;
using Errand.Benchmarks.MainJob;

namespace Errand.Benchmarks.Workspaces;

/// <summary>What a workspace costs at three sizes of a repository with 20,000 ignored files: to make, to enter, to read the work of, to remove; beside git's worktrees.</summary>
internal static class WorkspaceBenchmark
{
    private const int Runs = 5;

    private static readonly int[] Sizes = [1_000, 20_000, 100_000];

    /// <param name="directory">Where; in memory the CPU's part is seen, and not the disk's.</param>
    /// <param name="most">The largest size.</param>
    public static async Task<string> RunAsync(string directory, int most)
    {
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"# Workspaces\n\n{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, in `{directory}`. Made by `bench/run-workspaces`.\n\n");
        report.Append("Every repository has 20,000 ignored files beside those that are counted. Work = 20 changed files.\n\n");
        foreach (int size in Sizes.Where(size => size <= most))
        {
            report.Append(CultureInfo.InvariantCulture, $"## {size:N0} files\n\n| what | median ms | min | max | CPU ms | runs | target |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (Figure figure in await MeasureAsync(directory, size))
                report.Append(figure.Row).Append('\n');
            report.Append('\n');
        }

        return report.ToString();
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string directory, int size)
    {
        using var bench = new WorkspaceBench(directory, size);
        var worktree = new List<double>();
        var worktreeRemoval = new List<double>();
        var times = Enumerable.Range(0, 7).Select(_ => new List<double>()).ToArray();
        await bench.WarmUpAsync();
        for (int run = 1; run <= Runs; run++)
        {
            worktree.Add(Time(() => bench.Git("worktree", "add", "-q", "--detach", bench.Worktree)));
            worktreeRemoval.Add(Time(() => bench.Git("worktree", "remove", "--force", bench.Worktree)));
            bench.ForgetSnapshots();
            times[0].Add(await TimeAsync(() => bench.PrepareOverlayAsync()));
            bench.RemoveOverlay();
            times[1].Add(await TimeAsync(() => bench.PrepareOverlayAsync()));
            times[2].Add(await TimeAsync(() => bench.EnterAsync("true")));
            await bench.EnterAsync("for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do echo more >> src/d0/f$n.txt; done");
            times[3].Add(await TimeAsync(() => bench.CollectAsync(run)));
            times[4].Add(Time(bench.RemoveOverlay));
            times[5].Add(await TimeAsync(() => bench.PrepareCheckoutAsync()));
            times[6].Add(Time(bench.RemoveCheckout));
        }

        return
        [
            new Figure("`git worktree add`", worktree, [], ""),
            new Figure("checkout: make", times[5], [], ""),
            new Figure("overlay: make, the first of a commit", times[0], [], "1.3 times a worktree"),
            new Figure("overlay: make, any other", times[1], [], "under 25"),
            new Figure("overlay: enter the sandbox and leave it", times[2], [], "under 25"),
            new Figure("overlay: capture the work, with commit and patch", times[3], [], size > 20_000 ? "under 300" : "under 80"),
            new Figure("overlay: remove", times[4], [], "under 10"),
            new Figure("checkout: remove", times[6], [], ""),
            new Figure("`git worktree remove`", worktreeRemoval, [], ""),
        ];
    }

    private static double Time(Action action)
    {
        long startedAt = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        long startedAt = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
    }
}
