using System.Globalization;
using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>What a gateway costs: the same load on the endpoint itself, through Errand and through claude-code-router, in turn, all on one machine.</summary>
internal static class GatewayBenchmark
{
    private const int Rounds = 3;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(4);

    public static async Task<string> RunAsync(string errand, string router)
    {
        string root = Directory.CreateTempSubdirectory("errand-bench-").FullName;
        try
        {
            var peers = new Peers(errand, router, root);
            using ServerProcess upstream = Peers.StartUpstream();
            double start = StartUp(peers, upstream.Port);
            using ServerProcess gateway = peers.StartErrand(upstream.Port);
            using ServerProcess other = peers.StartRouter(upstream.Port);
            double before = gateway.ResidentMegabytes;
            double otherBefore = other.ResidentMegabytes;

            var rows = new List<Row>();
            foreach (Scenario scenario in Scenario.All)
                rows.Add(await MeasureAsync(scenario, upstream.Port, gateway.Port, other.Port));

            string memory = string.Create(
                CultureInfo.InvariantCulture,
                $"Resident memory: Errand {before:0} MB at start, {gateway.ResidentMegabytes:0} MB after the load (target: under 150 MB); claude-code-router {otherBefore:0} and {other.ResidentMegabytes:0} MB. Start of `errand gateway` to its ready line: {start:0} ms (target: under 250 ms).");
            return Report(rows, memory);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static double StartUp(Peers peers, int upstreamPort)
    {
        var runs = new List<double>();
        for (int run = 0; run < 11; run++)
        {
            using ServerProcess gateway = peers.StartErrand(upstreamPort);
            runs.Add(gateway.StartMilliseconds);
        }

        return MainJob.Figure.Median(runs[1..]);
    }

    private static async Task<Row> MeasureAsync(Scenario scenario, int upstream, int gateway, int router)
    {
        var direct = new List<LoadResult>();
        var errand = new List<LoadResult>();
        var other = new List<LoadResult>();
        await new LoadClient(gateway, scenario.Messages, scenario.Mark).RunAsync(scenario.Connections, Warmup);
        await new LoadClient(router, scenario.Messages, scenario.Mark).RunAsync(scenario.Connections, Warmup);
        for (int round = 0; round < Rounds; round++)
        {
            direct.Add(await RunAsync("the endpoint", upstream, scenario.Chat, scenario.UpstreamMark, scenario));
            errand.Add(await RunAsync("errand", gateway, scenario.Messages, scenario.Mark, scenario));
            other.Add(await RunAsync("claude-code-router", router, scenario.Messages, scenario.Mark, scenario));
        }

        return new Row(scenario, Middle(direct), Middle(errand), Middle(other));
    }

    /// <exception cref="InvalidOperationException">Some answer was no success: figures of failures are worth nothing.</exception>
    private static async Task<LoadResult> RunAsync(string who, int port, byte[] request, byte[] mark, Scenario scenario)
    {
        LoadResult result = await new LoadClient(port, request, mark).RunAsync(scenario.Connections, Load);
        if (result.Failures > 0)
            throw new InvalidOperationException($"{who}, {scenario.Name}: {result.Failures} of {result.Failures + result.Latencies.Length} answers failed. The first: {result.FirstFailure}");
        return result;
    }

    private static LoadResult Middle(List<LoadResult> rounds) => rounds.OrderBy(round => round.PerSecond).ElementAt(rounds.Count / 2);

    private static string Report(IReadOnlyList<Row> rows, string memory)
    {
        var page = new StringBuilder();
        page.Append("# The gateway\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores shared by client, gateway and endpoint, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, ReadyToRun build. Made by `bench/run-gateway`.\n");
        page.Append(CultureInfo.InvariantCulture, $"Middle of {Rounds} rounds of {Load.TotalSeconds:0} s, in turn: the endpoint itself, Errand (ledger, budget and redaction on), claude-code-router 2.0.0 (its log off).\n\n");
        page.Append("| load | endpoint /s | Errand /s | router /s | Errand : router | p50 ms | p99 ms | first byte p50 ms | router p50 / p99 ms | target |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (Row row in rows)
            page.Append(row.Text).Append('\n');
        page.Append("\np50, p99 and first byte: endpoint / Errand.\n\n").Append(memory).Append('\n');
        return page.ToString();
    }

    private sealed record Row(Scenario Scenario, LoadResult Direct, LoadResult Errand, LoadResult Other)
    {
        public string Text => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Scenario.Name} | {Direct.PerSecond:0} | {Errand.PerSecond:0} | {Other.PerSecond:0} | {Errand.PerSecond / Other.PerSecond:0.0} | {Direct.Median:0.00} / {Errand.Median:0.00} | {Direct.P99:0.0} / {Errand.P99:0.0} | {Direct.FirstByteMedian:0.00} / {Errand.FirstByteMedian:0.00} | {Other.Median:0.0} / {Other.P99:0.0} | {Scenario.Target} |");
    }
}
