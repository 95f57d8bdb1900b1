namespace Errand.Benchmarks.Gateways;

/// <summary>What one connection saw.</summary>
internal sealed class LoadSample
{
    public List<double> Latencies { get; } = [];
    public List<double> FirstBytes { get; } = [];
    public int Failures { get; private set; }
    public string? FirstFailure { get; private set; }

    public void Fail(string answer)
    {
        Failures++;
        FirstFailure ??= answer;
    }
}
