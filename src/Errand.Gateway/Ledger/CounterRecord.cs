namespace Errand.Gateway.Ledger;

/// <summary>The content of a <see cref="CounterFile"/>.</summary>
/// <param name="Used">By all, since the budget's period began.</param>
/// <param name="Held">By process.</param>
internal sealed record CounterRecord(CounterAmount Used, IReadOnlyDictionary<string, CounterAmount> Held)
{
    public static CounterRecord Empty { get; } = new(new CounterAmount(0, 0, 0), new Dictionary<string, CounterAmount>());
}
