using System.Globalization;
using Errand.Gateway.Configuration;

namespace Errand.Gateway.Ledger;

/// <summary>Prices by the model's name at its upstream: <c>prices</c> in the configuration.</summary>
public sealed class PriceTable(IReadOnlyDictionary<string, ModelPrice> prices)
{
    private readonly Dictionary<string, ModelPrice> dearest = prices.Values.GroupBy(price => price.Currency).ToDictionary(group => group.Key, Dearest);

    public static PriceTable Empty { get; } = new(new Dictionary<string, ModelPrice>());

    public IReadOnlyDictionary<string, ModelPrice> Prices { get; } = prices;

    /// <summary>The table that the configuration holds.</summary>
    public static PriceTable Of(IReadOnlyDictionary<string, PriceOptions> options) => new(options.ToDictionary(
        entry => entry.Key,
        entry => new ModelPrice
        {
            Input = entry.Value.Input,
            Cached = entry.Value.Cached,
            CacheWrite = entry.Value.CacheWrite,
            Output = entry.Value.Output,
            Reasoning = entry.Value.Reasoning,
            Currency = entry.Value.Currency,
            Per = entry.Value.Per,
            Date = entry.Value.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }));

    /// <summary>The model's price; null = nobody knows it.</summary>
    public ModelPrice? Find(string model) => Prices.GetValueOrDefault(model);

    /// <summary>What a budget of money takes for the model: its price, or where there is none in that currency the dearest of all, so that the budget holds. Null = no price is in that currency.</summary>
    public ModelPrice? FindFor(string model, string currency) =>
        Find(model) is { } price && price.Currency == currency ? price : dearest.GetValueOrDefault(currency);

    private static ModelPrice Dearest(IEnumerable<ModelPrice> prices) => prices
        .Select(price => new ModelPrice
        {
            Input = Math.Max(price.Input, Math.Max(price.Cached ?? 0, price.CacheWrite ?? 0)) / price.Per,
            Output = Math.Max(price.Output, price.Reasoning ?? 0) / price.Per,
            Currency = price.Currency,
            Per = 1,
        })
        .Aggregate((one, other) => one with { Input = Math.Max(one.Input, other.Input), Output = Math.Max(one.Output, other.Output) });
}
