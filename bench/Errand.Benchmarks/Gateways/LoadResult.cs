namespace Errand.Benchmarks.Gateways;

/// <summary>A load of one kind on one server.</summary>
/// <param name="Latencies">Whole answers in milliseconds, rising.</param>
/// <param name="FirstBytes">From the request to the answer's first body byte, in milliseconds, rising.</param>
/// <param name="Seconds">Of the whole load.</param>
/// <param name="Failures">Answers that were no success; they are not in the other figures.</param>
/// <param name="FirstFailure">The beginning of one of them.</param>
internal sealed record LoadResult(double[] Latencies, double[] FirstBytes, double Seconds, int Failures, string? FirstFailure)
{
    /// <summary>CPU time in microseconds that each answer cost this program as the client.</summary>
    public double ClientCpu { get; init; }

    /// <summary>The same of the endpoint.</summary>
    public double EndpointCpu { get; init; }

    /// <summary>The same of the server that was asked, where that is not the endpoint.</summary>
    public double ServerCpu { get; init; }

    public double PerSecond => Latencies.Length / Seconds;
    public double Median => At(Latencies, 0.50);
    public double P99 => At(Latencies, 0.99);
    public double FirstByteMedian => At(FirstBytes, 0.50);

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
}
