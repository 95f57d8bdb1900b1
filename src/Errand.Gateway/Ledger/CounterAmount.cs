using System.Text.Json.Serialization;

namespace Errand.Gateway.Ledger;

/// <summary>A <see cref="Spending"/> as it is written.</summary>
internal sealed record CounterAmount(long Tokens, decimal Money, long Calls)
{
    [JsonIgnore]
    public Spending Value => new(Tokens, Money, Calls);

    public static CounterAmount Of(Spending spending) => new(spending.Tokens, spending.Money, spending.Calls);
}
