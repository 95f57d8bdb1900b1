using System.Globalization;
using System.Text;
using Errand.Benchmarks.MainJob;

namespace Errand.Benchmarks.Workspaces;

/// <summary>What a workspace costs at three sizes of a repository with 20,000 ignored files: to make, to enter, to read the work of, to remove; beside git's worktrees.</summary>
internal static class WorkspaceBenchmark
{
    private const int Runs = 5;

    private static readonly int[] Sizes = [1_000, 20_000, 100_000];

    /// <param name="errand">The program that does whole jobs.</param>
    /// <param name="directory">Where; in memory the CPU's part is seen, and not the disk's.</param>
    /// <param name="most">The largest size.</param>
    public static async Task<string> RunAsync(string errand, string directory, int most)
    {
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"# Workspaces\n\n{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, in `{directory}`. Made by `bench/run-workspaces`.\n\n");
        report.Append(CultureInfo.InvariantCulture, $"The machine's load at the beginning was {File.ReadAllText("/proc/loadavg").Split(' ')[0]}: where that is more than its cores, CPU time says more than time.\n\n");
        report.Append("Every repository has 20,000 ignored files in `node_modules` beside those that are counted, which jobs see. Work = 20 changed files; a whole job changes one.\n\n");
        foreach (int size in Sizes.Where(size => size <= most))
        {
            report.Append(CultureInfo.InvariantCulture, $"## {size:N0} files\n\n| what | median ms | min | max | CPU ms | runs | target |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (Figure figure in await MeasureAsync(errand, directory, size))
                report.Append(figure.Row).Append('\n');
            report.Append('\n');
        }

        return report.ToString();
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string errand, string directory, int size)
    {
        using var bench = new WorkspaceBench(directory, size);
        var worktree = new WorkspaceTimes("`git worktree add`", "");
        var checkout = new WorkspaceTimes("checkout: make", "");
        var first = new WorkspaceTimes("overlay: make, the first of a commit", "1.3 times a worktree");
        var next = new WorkspaceTimes("overlay: make, any other", "under 25");
        var enter = new WorkspaceTimes("overlay: enter the sandbox and leave it", "under 25");
        var capture = new WorkspaceTimes("overlay: capture the work, with commit and patch", size > 20_000 ? "under 300" : "under 80");
        var removal = new WorkspaceTimes("overlay: remove", "under 10");
        var checkoutRemoval = new WorkspaceTimes("checkout: remove", "");
        var worktreeRemoval = new WorkspaceTimes("`git worktree remove`", "");
        await bench.WarmUpAsync();
        for (int run = 1; run <= Runs; run++)
        {
            await worktree.AddAsync(() => bench.GitAsync("worktree", "add", "-q", "--detach", bench.Worktree));
            await worktreeRemoval.AddAsync(() => bench.GitAsync("worktree", "remove", "--force", bench.Worktree));
            bench.ForgetSnapshots();
            await first.AddAsync(bench.PrepareOverlayAsync);
            bench.RemoveOverlay();
            await next.AddAsync(bench.PrepareOverlayAsync);
            await enter.AddAsync(() => bench.EnterAsync("true"));
            await bench.EnterAsync("for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19; do echo more >> src/d0/f$n.txt; done");
            await capture.AddAsync(() => bench.CollectAsync(run));
            await removal.AddAsync(() => Task.Run(bench.RemoveOverlay));
            await checkout.AddAsync(bench.PrepareCheckoutAsync);
            await checkoutRemoval.AddAsync(() => Task.Run(bench.RemoveCheckout));
        }

        return [
            .. new[] { worktree, checkout, first, next, enter, capture, removal, checkoutRemoval, worktreeRemoval }.Select(times => times.Figure),
            .. WholeJob.Measure(errand, bench.Root, bench.Repository, Runs, size switch { 1_000 => "under 400", 100_000 => "under 700", _ => "" })];
    }
}
