using System.Globalization;

namespace Errand.Benchmarks.MainJob;

/// <summary>One row of the results: a question and its answer over several runs.</summary>
/// <param name="Question">What was measured.</param>
/// <param name="Runs">Wall times in milliseconds.</param>
/// <param name="CpuRuns">CPU times in milliseconds of the processes that were measured; empty = not measured.</param>
/// <param name="Target">What it should be; empty = a comparison.</param>
internal sealed record Figure(string Question, IReadOnlyList<double> Runs, IReadOnlyList<double> CpuRuns, string Target)
{
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Question} | {Median(Runs):0.0} | {Runs.Min():0.0} | {Runs.Max():0.0} | {(CpuRuns.Count == 0 ? "" : Median(CpuRuns).ToString("0.0", CultureInfo.InvariantCulture))} | {Runs.Count} | {Target} |");

    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
