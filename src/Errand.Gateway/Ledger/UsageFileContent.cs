namespace Errand.Gateway.Ledger;

/// <summary>The content of a job's <c>usage.json</c>.</summary>
/// <param name="Models">What was settled.</param>
/// <param name="UnderWay">Calls that were not settled when it was written, as the rows that they become if nobody lives to settle them; null = none.</param>
internal sealed record UsageFileContent(IReadOnlyList<UsageTotal> Models, IReadOnlyList<LedgerRow>? UnderWay = null)
{
    public static UsageFileContent Empty { get; } = new([]);
}
