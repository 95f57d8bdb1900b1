using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Benchmarks.MainJob;

/// <summary>How long jobs take through a server, as its host sees it.</summary>
internal static partial class JobTimes
{
    private const int WarmUps = 2;

    /// <summary>Runs jobs one after the other, the first ones uncounted.</summary>
    /// <param name="session">The server. Its default worker does the jobs.</param>
    /// <param name="runs">How many are counted.</param>
    /// <param name="pause">How long the host waits before each.</param>
    /// <returns>Milliseconds to the answer of <c>start</c>, and to the receipt.</returns>
    public static List<(double Start, double Whole)> Measure(McpSession session, int runs, TimeSpan pause)
    {
        var times = new List<(double Start, double Whole)>();
        for (int run = 0; run < runs + WarmUps; run++)
        {
            Thread.Sleep(pause);
            long startedAt = Stopwatch.GetTimestamp();
            string answer = session.CallTool("start", new JsonObject { ["task"] = $"run {run}" });
            double started = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            string receipt = session.CallTool("wait", new JsonObject { ["ids"] = IdPattern().Match(answer).Value, ["seconds"] = 30 });
            double done = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
            if (!receipt.Contains("review", StringComparison.Ordinal))
                throw new InvalidOperationException($"A job did not come to review: {receipt}");
            if (run >= WarmUps)
                times.Add((started, done));
        }

        return times;
    }

    [GeneratedRegex("j[0-9]+")]
    private static partial Regex IdPattern();
}
