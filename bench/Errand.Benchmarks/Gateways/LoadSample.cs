namespace Errand.Benchmarks.Gateways;

/// <summary>Collects what a load's connections see.</summary>
internal sealed class LoadSample
{
    private readonly List<double> latencies = [];
    private readonly List<double> firstBytes = [];
    private int failures;
    private string? firstFailure;

    public void Add(double milliseconds, double firstByte)
    {
        latencies.Add(milliseconds);
        firstBytes.Add(firstByte);
    }

    public void Fail(string answer)
    {
        failures++;
        firstFailure ??= answer;
    }

    public LoadResult Result(double seconds) => new([.. latencies.Order()], [.. firstBytes.Order()], seconds, failures, firstFailure);
}
