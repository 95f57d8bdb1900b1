using System.Diagnostics;

namespace Errand.Benchmarks.Gateways;

/// <summary>What a gateway costs: the same load on the endpoint itself, through Errand and through claude-code-router, in turn, all on one machine.</summary>
internal static class GatewayBenchmark
{
    public const int Rounds = 3;
    public static readonly TimeSpan Load = TimeSpan.FromSeconds(3);

    private const int Starts = 11;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    /// <returns>The results as a page.</returns>
    public static string Run(string errand, string router)
    {
        string root = Directory.CreateTempSubdirectory("errand-bench-").FullName;
        try
        {
            var peers = new Peers(errand, router, root);
            using ServerProcess upstream = Peers.StartUpstream();
            HistoryResult history = MeasureHistory(peers, upstream);
            using ServerProcess gateway = peers.StartErrand(upstream.Port);
            using ServerProcess other = peers.StartRouter(upstream.Port);
            var memory = new List<double> { gateway.ResidentMegabytes, other.ResidentMegabytes };
            List<ScenarioResult> results = [.. Scenario.All.Select(scenario => Measure(scenario, upstream, gateway, other))];
            memory.AddRange([gateway.ResidentMegabytes, other.ResidentMegabytes]);
            return GatewayReport.Of(results, memory, history);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Only what a state directory that has been in use costs.</summary>
    public static string RunHistory(string errand)
    {
        string root = Directory.CreateTempSubdirectory("errand-bench-").FullName;
        try
        {
            using ServerProcess upstream = Peers.StartUpstream();
            return GatewayReport.HistoryLine(MeasureHistory(new Peers(errand, "", root), upstream));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>One load on each of the three: for a look with a profiler, which finds them by the ids that are printed first.</summary>
    public static void RunOne(string errand, string router, string scenario, TimeSpan duration)
    {
        string root = Directory.CreateTempSubdirectory("errand-bench-").FullName;
        try
        {
            Scenario load = Scenario.All.First(one => one.Name.Contains(scenario, StringComparison.OrdinalIgnoreCase));
            var peers = new Peers(errand, router, root);
            using ServerProcess upstream = Peers.StartUpstream();
            using ServerProcess gateway = peers.StartErrand(upstream.Port);
            using ServerProcess other = peers.StartRouter(upstream.Port);
            Console.WriteLine($"{load.Name}: endpoint {upstream.Id}, Errand {gateway.Id}, router {other.Id}");
            Console.WriteLine(GatewayReport.Line("endpoint", RunOn(upstream, upstream, load.Chat, load.UpstreamMark, load, duration)));
            foreach ((string name, ServerProcess server) in new[] { ("Errand", gateway), ("router", other) })
            {
                new LoadClient(server.Port, load.Messages, load.Mark).Run(load.Connections, Warmup);
                Console.WriteLine(GatewayReport.Line(name, RunOn(server, upstream, load.Messages, load.Mark, load, duration)));
                Console.WriteLine($"{server.ResidentMegabytes:0} MB");
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static HistoryResult MeasureHistory(Peers peers, ServerProcess upstream)
    {
        Scenario scenario = Scenario.All.First(one => one.Connections == 32);
        double freshStart = StartUp(peers, upstream.Port, hasHistory: false);
        double usedStart = StartUp(peers, upstream.Port, hasHistory: true);
        using ServerProcess fresh = peers.StartErrand(upstream.Port);
        using ServerProcess used = peers.StartErrand(upstream.Port, hasHistory: true);
        ServerProcess[] both = [fresh, used];
        foreach (ServerProcess gateway in both)
            new LoadClient(gateway.Port, scenario.Messages, scenario.Mark).Run(scenario.Connections, Warmup);
        // In turn, so that whatever else the machine does meets both.
        LoadResult[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => both.Select(gateway => RunOn(gateway, upstream, scenario.Messages, scenario.Mark, scenario, Load)).ToArray())];
        return new HistoryResult(freshStart, usedStart, Middle([.. rounds.Select(round => round[0])]), Middle([.. rounds.Select(round => round[1])]));
    }

    private static double StartUp(Peers peers, int upstreamPort, bool hasHistory)
    {
        var runs = new List<double>();
        for (int run = 0; run < Starts; run++)
        {
            using ServerProcess gateway = peers.StartErrand(upstreamPort, hasHistory);
            runs.Add(gateway.StartMilliseconds);
        }

        return MainJob.Figure.Median(runs[1..]);
    }

    private static ScenarioResult Measure(Scenario scenario, ServerProcess upstream, ServerProcess gateway, ServerProcess router)
    {
        var direct = new List<LoadResult>();
        var errand = new List<LoadResult>();
        var other = new List<LoadResult>();
        new LoadClient(gateway.Port, scenario.Messages, scenario.Mark).Run(scenario.Connections, Warmup);
        new LoadClient(router.Port, scenario.Messages, scenario.Mark).Run(scenario.Connections, Warmup);
        for (int round = 0; round < Rounds; round++)
        {
            direct.Add(RunOn(upstream, upstream, scenario.Chat, scenario.UpstreamMark, scenario, Load));
            errand.Add(RunOn(gateway, upstream, scenario.Messages, scenario.Mark, scenario, Load));
            other.Add(RunOn(router, upstream, scenario.Messages, scenario.Mark, scenario, Load));
        }

        return new ScenarioResult(scenario, Middle(direct), Middle(errand), Middle(other));
    }

    /// <exception cref="InvalidOperationException">Some answer was no success: figures of failures are worth nothing.</exception>
    private static LoadResult RunOn(ServerProcess server, ServerProcess upstream, byte[] request, byte[] mark, Scenario scenario, TimeSpan duration)
    {
        using var self = Process.GetCurrentProcess();
        TimeSpan client = self.TotalProcessorTime;
        TimeSpan endpoint = upstream.ProcessorTime;
        TimeSpan asked = server.ProcessorTime;
        LoadResult result = new LoadClient(server.Port, request, mark).Run(scenario.Connections, duration);
        if (result.Failures > 0)
            throw new InvalidOperationException($"{scenario.Name}: {result.Failures} of {result.Failures + result.Latencies.Length} answers failed. The first: {result.FirstFailure}");

        self.Refresh();
        return result with
        {
            ClientCpu = PerAnswer(self.TotalProcessorTime - client),
            EndpointCpu = PerAnswer(upstream.ProcessorTime - endpoint),
            ServerCpu = PerAnswer(server.ProcessorTime - asked),
        };

        double PerAnswer(TimeSpan time) => time.TotalMicroseconds / result.Latencies.Length;
    }

    private static LoadResult Middle(List<LoadResult> rounds) => rounds.OrderBy(round => round.PerSecond).ElementAt(rounds.Count / 2);
}
