using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Benchmarks.MainJob;

/// <summary>What a user feels of the main job: answers of the server, the overhead of a job, memory, long lists, many at once.</summary>
internal static partial class MainJobBenchmark
{
    private const int Runs = 15;

    public static async Task<string> RunAsync(string errand)
    {
        using var bench = new Bench(errand);
        var figures = new List<Figure>();
        figures.AddRange(Initialize(bench));
        figures.AddRange(Jobs(bench));
        string memory = MemoryOf(bench);
        figures.Add(await ManyAtOnceAsync(bench));
        figures.AddRange(LongList(bench));
        return Report(figures, memory);
    }

    /// <summary>From spawn to the answer to initialize, in turn with a Node SDK server and with a shell that answers without looking.</summary>
    private static IEnumerable<Figure> Initialize(Bench bench)
    {
        var errand = new List<(double Wall, double Cpu)>();
        var node = new List<(double Wall, double Cpu)>();
        var floor = new List<(double Wall, double Cpu)>();
        for (int run = 0; run < Runs + 1; run++)
        {
            (double, double) first = TimeInitialize(() => bench.Start(bench.Errand, "mcp"));
            (double, double) second = TimeInitialize(() => bench.Start("node", PeerServer()));
            (double, double) third = TimeInitialize(() => bench.Start("/bin/sh", "-c", """read -r l; echo '{"jsonrpc":"2.0","id":1,"result":{}}'; cat >/dev/null"""));
            if (run == 0)
                continue;

            errand.Add(first);
            node.Add(second);
            floor.Add(third);
        }

        yield return Of("`initialize` answered, from spawn: `errand mcp`", errand, "under 150");
        yield return Of("the same: a minimal Node SDK server", node, "");
        yield return Of("the same: a shell that answers without looking", floor, "");
    }

    private static (double Wall, double Cpu) TimeInitialize(Func<Process> start)
    {
        double cpuBefore = ChildCpu.Milliseconds();
        long startedAt = Stopwatch.GetTimestamp();
        double wall;
        using (var session = new McpSession(start()))
        {
            session.Initialize();
            wall = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        }

        return (wall, ChildCpu.Milliseconds() - cpuBefore);
    }

    /// <summary>
    /// The start call and the whole job around a worker that ends at once: when the host has paused since its last job, so that a supervisor is ready, and without
    /// pause. By hand comes last: on ext4, files that were just removed make new ones dear for half a minute, for whoever makes them.
    /// </summary>
    private static IEnumerable<Figure> Jobs(Bench bench)
    {
        using var session = new McpSession(bench.Start(bench.Errand, "mcp"));
        session.Initialize();
        List<(double Start, double Whole)> paused = JobTimes.Measure(session, Runs, TimeSpan.FromSeconds(2.5));
        List<(double Start, double Whole)> hurried = JobTimes.Measure(session, Runs, TimeSpan.Zero);
        yield return Of("`start` answered on a warm server", [.. paused.Select(run => (run.Start, 0.0))], "under 60", cpu: false);
        yield return Of("from `start` to receipt, worker ends at once, 1,000 files", [.. paused.Select(run => (run.Whole, 0.0))], "under 400", cpu: false);
        yield return Of("the same, at once after the job before", [.. hurried.Select(run => (run.Whole, 0.0))], "", cpu: false);
        yield return Of("by hand: `git worktree add`, run it, `git status`, remove the worktree", TimeByHand(bench), "");
    }

    private static List<(double Wall, double Cpu)> TimeByHand(Bench bench)
    {
        var times = new List<(double Wall, double Cpu)>();
        for (int run = 0; run < Runs + 2; run++)
        {
            string tree = Path.Combine(bench.Root, $"tree-{run}");
            long startedAt = Stopwatch.GetTimestamp();
            double cpu = bench.Run("git", "worktree", "add", "-q", "--detach", tree).Cpu;
            cpu += bench.Run("/bin/true").Cpu + bench.Run("git", "-C", tree, "status", "--porcelain").Cpu + bench.Run("git", "worktree", "remove", "--force", tree).Cpu;
            if (run >= 2)
                times.Add((Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds, cpu));
        }

        return times;
    }

    private static string MemoryOf(Bench bench)
    {
        string id = JsonNode.Parse(bench.Run(bench.Errand, "run", "sleep", "--worker", "sleeper", "--detach", "--json").Output)!["id"]!.GetValue<string>();
        string journal = Path.Combine(bench.State, "jobs", id, "journal.jsonl");
        while (!File.ReadAllText(journal).Contains("\"kind\":\"worker\"", StringComparison.Ordinal))
            Thread.Yield();

        int supervisor = File.ReadLines(journal).Select(line => JsonNode.Parse(line)!).First(entry => entry["kind"]!.GetValue<string>() == "supervisor")["supervisor"]!["pid"]!.GetValue<int>();
        int guard = JsonNode.Parse(File.ReadAllText(Path.Combine(bench.State, "jobs", id, "launch.json")))!["pid"]!.GetValue<int>();
        // It gives memory back a second after its worker began.
        Thread.Sleep(TimeSpan.FromSeconds(3));
        string text = $"Supervisor: {Resident(supervisor)} resident while its worker runs (target: under 60 MB), {Memory(supervisor, PeakPattern())} at its peak; its guard: {Resident(guard)}.";
        bench.Run(bench.Errand, "cancel", id, "--reason", "obsolete");
        return text;
    }

    private static string Resident(int pid) => Memory(pid, ResidentPattern());

    private static string Memory(int pid, Regex pattern) =>
        string.Create(CultureInfo.InvariantCulture, $"{int.Parse(pattern.Match(File.ReadAllText($"/proc/{pid}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 1024.0:0.0} MB");

    private static async Task<Figure> ManyAtOnceAsync(Bench bench)
    {
        var runs = new List<double>();
        for (int run = 0; run < 3; run++)
        {
            long startedAt = Stopwatch.GetTimestamp();
            string[] states = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() =>
                JsonNode.Parse(bench.Run(bench.Errand, "run", $"job {number}", "--json").Output)!["state"]!.GetValue<string>())));
            if (states.Any(state => state != "review"))
                throw new InvalidOperationException($"Not all of 16 jobs came to review: {string.Join(", ", states)}");
            runs.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        }

        return new Figure("16 jobs at once, all to their receipts (`errand run` each)", runs, [], "no failure");
    }

    private static IEnumerable<Figure> LongList(Bench bench)
    {
        bench.Run(bench.Errand, "discard", "j1");
        string model = Path.Combine(bench.State, "jobs", "j1");
        for (int number = 1001; number <= 11000; number++)
        {
            string copy = Path.Combine(bench.State, "jobs", $"j{number}");
            Directory.CreateDirectory(copy);
            foreach (string name in (string[])["spec.json", "journal.jsonl", "receipt.json"])
                File.WriteAllText(Path.Combine(copy, name), File.ReadAllText(Path.Combine(model, name)).Replace("\"j1\"", $"\"j{number}\"", StringComparison.Ordinal));
        }

        var list = new List<(double Wall, double Cpu)>();
        var floor = new List<(double Wall, double Cpu)>();
        for (int run = 0; run < 6; run++)
        {
            (string _, double wall, double cpu) = bench.Run(bench.Errand, "list", "--limit", "20000", "--json");
            (string _, double floorWall, double floorCpu) = bench.Run("/bin/sh", "-c", $"cat {bench.State}/jobs/*/receipt.json | wc -c");
            if (run == 0)
                continue;
            list.Add((wall, cpu));
            floor.Add((floorWall, floorCpu));
        }

        yield return Of("`errand list` of 10,000 finished jobs, new process", list, "under 700");
        yield return Of("the same files through `cat`", floor, "");
    }

    private static Figure Of(string question, IReadOnlyList<(double Wall, double Cpu)> runs, string target, bool cpu = true) =>
        new(question, [.. runs.Select(run => run.Wall)], cpu ? [.. runs.Select(run => run.Cpu)] : [], target);

    private static string PeerServer()
    {
        DirectoryInfo directory = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Errand.slnx")))
            directory = directory.Parent ?? throw new DirectoryNotFoundException("Run this from a build inside the repository.");
        return Path.Combine(directory.FullName, "bench", "peers", "node-server.mjs");
    }

    private static string Report(IReadOnlyList<Figure> figures, string memory)
    {
        var page = new StringBuilder();
        page.Append("# The main job\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, ReadyToRun build. Made by `bench/run`.\n\n");
        page.Append("| what | median ms | min | max | CPU ms | runs | target |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (Figure figure in figures)
            page.Append(figure.Row).Append('\n');
        page.Append('\n').Append(memory).Append('\n');
        return page.ToString();
    }

    [GeneratedRegex(@"VmRSS:\s+([0-9]+) kB")]
    private static partial Regex ResidentPattern();

    [GeneratedRegex(@"VmHWM:\s+([0-9]+) kB")]
    private static partial Regex PeakPattern();
}
