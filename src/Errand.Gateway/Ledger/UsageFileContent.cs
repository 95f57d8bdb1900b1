namespace Errand.Gateway.Ledger;

/// <summary>The content of a job's <c>usage.json</c>.</summary>
internal sealed record UsageFileContent(IReadOnlyList<UsageTotal> Models)
{
    public static UsageFileContent Empty { get; } = new([]);
}
