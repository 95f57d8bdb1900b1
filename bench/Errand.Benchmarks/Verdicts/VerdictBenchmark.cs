using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Errand.Benchmarks.MainJob;

namespace Errand.Benchmarks.Verdicts;

/// <summary>What judging costs beside the checks' own time, in a repository of 20,000 files: from the end of the capture to the verdict, by the job's journal.</summary>
internal static class VerdictBenchmark
{
    private const int Files = 20_000;
    private const int Runs = 7;

    public static string Run(string errand)
    {
        using var bench = new Bench(errand, Files);
        Figure[] figures =
        [
            new Figure("no check", Times(bench, "author"), [], ""),
            new Figure("one check of no time, code changed", Times(bench, "author", "--check", "unit=true"), [], "under 100"),
            new Figure("the same, with a test file added: three trees, two of them with a run that is not subtracted", Times(bench, "tester", "--check", "unit=true"), [], ""),
        ];
        (double write, double remove) = Tree(bench);
        // Only a run leaves a log; what the cache remembers has none.
        int onBase = Directory.GetFiles(Path.Combine(bench.State, "jobs"), "unit.log", SearchOption.AllDirectories).Count(log => Path.GetFileName(Path.GetDirectoryName(log)) == "base");
        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"# Verdicts\n\n{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {Files:N0} files. Made by `bench/run-verdict`.\n\n");
        report.Append("Time from the end of the capture to the verdict, without the time of the check on the work; trees for the checks to run on are written and removed in it.\n\n");
        report.Append("| what | median ms | min | max | CPU ms | runs | target |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (Figure figure in figures)
            report.Append(figure.Row).Append('\n');
        return report
            .Append(CultureInfo.InvariantCulture, $"\nBy hand, such a tree takes `git checkout-index -a` {write:0} ms and `rm -r` {remove:0} ms (the best of 3).\n")
            .Append(CultureInfo.InvariantCulture, $"\nRuns of the check on the base in {2 * (Runs + 1)} jobs of one commit: {onBase} (target: 1).\n").ToString();
    }

    /// <summary>The first run warms up.</summary>
    private static List<double> Times(Bench bench, string worker, params string[] more)
    {
        var times = new List<double>();
        for (int run = 0; run <= Runs; run++)
        {
            string id = JsonNode.Parse(bench.Run(bench.Errand, ["run", "Do it.", "--worker", worker, "--json", .. more]).Output)!["id"]!.GetValue<string>();
            if (run > 0)
                times.Add(TimeOf(Path.Combine(bench.State, "jobs", id, "journal.jsonl")));
        }

        return times;
    }

    /// <summary>What writing and removing one tree takes without Errand.</summary>
    private static (double Write, double Remove) Tree(Bench bench)
    {
        double write = double.MaxValue;
        double remove = double.MaxValue;
        string tree = Path.Combine(bench.Root, "tree");
        for (int run = 0; run < 3; run++)
        {
            write = Math.Min(write, bench.Run("git", ["-c", "checkout.workers=0", "checkout-index", "-q", "-a", "-f", $"--prefix={tree}/"]).Wall);
            remove = Math.Min(remove, bench.Run("rm", ["-r", tree]).Wall);
        }

        return (write, remove);
    }

    private static double TimeOf(string journal)
    {
        JsonNode[] entries = [.. File.ReadLines(journal).Select(line => JsonNode.Parse(line)!)];
        DateTimeOffset begun = At(entries, entry => Kind(entry) == "state" && (string?)entry["to"] == "verifying");
        DateTimeOffset judged = At(entries, entry => Kind(entry) == "judged");
        double checks = entries.Where(entry => Kind(entry) == "check").Sum(entry => entry["result"]!["seconds"]!.GetValue<double>());
        return (judged - begun).TotalMilliseconds - (checks * 1000);
    }

    private static string? Kind(JsonNode entry) => (string?)entry["kind"];

    private static DateTimeOffset At(JsonNode[] entries, Func<JsonNode, bool> isWanted) => entries.First(isWanted)["at"]!.GetValue<DateTimeOffset>();
}
