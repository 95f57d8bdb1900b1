using System.Globalization;
using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>The results page.</summary>
internal static class GatewayReport
{
    private const string Columns = "| load | endpoint /s | Errand /s | router /s | Errand : router | p50 ms | p99 ms | first byte p50 ms | target |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    private const string CpuColumns = "| load | asking the endpoint: client + endpoint | through Errand: client + endpoint + Errand | through the router: client + endpoint + router |\n| --- | --- | --- | --- |\n";

    /// <param name="results">Each load's.</param>
    /// <param name="memory">Megabytes: Errand and the router at their start, then after all loads.</param>
    /// <param name="history">What the past costs.</param>
    public static string Of(IReadOnlyList<ScenarioResult> results, IReadOnlyList<double> memory, HistoryResult history)
    {
        var page = new StringBuilder();
        page.Append("# The gateway\n\n");
        page.Append(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores ({Processor()}) shared by client, gateway and endpoint, load average {LoadAverage()} at the end, {Environment.OSVersion.VersionString}, .NET {Environment.Version}, ReadyToRun build. Made by `bench/run-gateway`.\n");
        page.Append(CultureInfo.InvariantCulture, $"Of {GatewayBenchmark.Rounds} rounds of {GatewayBenchmark.Load.TotalSeconds:0} s the middle one, in turn: the endpoint itself, Errand (ledger, budget and redaction on, profile deepseek), claude-code-router 2.0.0 (its log off, configured for DeepSeek as its README says).\n\n");
        page.Append(Columns);
        foreach (ScenarioResult result in results)
            page.Append(Row(result));
        page.Append("\np50, p99 and first byte: endpoint / Errand / router.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Resident memory: Errand {memory[0]:0} MB at start, {memory[2]:0} MB after the load (target: under 150 MB); claude-code-router {memory[1]:0} and {memory[3]:0} MB. Start of `errand gateway` to its ready line: {history.FreshStart:0} ms (target: under 250 ms).\n\n");
        page.Append(HistoryLine(history)).Append("\n\n");
        page.Append("The chunks of a stream are a send each, one right after the other. Streams in step take turns chunk by chunk, as a model server decodes its batch: what the endpoint alone can send is the limit there. With 20 chunks a send, as they come from behind a proxy, the gateway is the limit.\n\n");
        page.Append("CPU time of each answer in microseconds, which other work on the machine changes least. The client is one thread around epoll and the endpoint one for each processor, with prepared bytes:\n\n");
        page.Append(CpuColumns);
        foreach (ScenarioResult result in results)
            page.Append(CpuRow(result));
        return page.ToString();
    }

    public static string HistoryLine(HistoryResult history) => string.Create(
        CultureInfo.InvariantCulture,
        $"With {History.Rows:N0} rows in the month's ledger and {History.Jobs:N0} past jobs in the state directory, beside an empty one: start {history.UsedStart:0} and {history.FreshStart:0} ms; small JSON at 32 connections {history.Used.ServerCpu:0} and {history.Fresh.ServerCpu:0} µs of CPU time an answer, {history.Used.PerSecond:0} and {history.Fresh.PerSecond:0} answers a second.");

    public static string Line(string who, LoadResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{who}: {result.PerSecond:0}/s, p50 {result.Median:0.00} ms, p99 {result.P99:0.0} ms, first byte {result.FirstByteMedian:0.00} ms; CPU µs each: client {result.ClientCpu:0}, endpoint {result.EndpointCpu:0}, server {result.ServerCpu:0}");

    private static string Row(ScenarioResult result)
    {
        (Scenario scenario, LoadResult direct, LoadResult errand, LoadResult router) = result;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario.Name} | {direct.PerSecond:0} | {errand.PerSecond:0} | {router.PerSecond:0} | {errand.PerSecond / router.PerSecond:0.0} | {direct.Median:0.00} / {errand.Median:0.00} / {router.Median:0.0} | {direct.P99:0.0} / {errand.P99:0.0} / {router.P99:0} | {direct.FirstByteMedian:0.00} / {errand.FirstByteMedian:0.00} / {router.FirstByteMedian:0.0} | {scenario.Target} |\n");
    }

    private static string CpuRow(ScenarioResult result)
    {
        (Scenario scenario, LoadResult direct, LoadResult errand, LoadResult router) = result;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {scenario.Name} | {direct.ClientCpu:0} + {direct.EndpointCpu:0} | {errand.ClientCpu:0} + {errand.EndpointCpu:0} + {errand.ServerCpu:0} | {router.ClientCpu:0} + {router.EndpointCpu:0} + {router.ServerCpu:0} |\n");
    }

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown";

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
