using System.Globalization;
using Errand.Gateway.Configuration;

namespace Errand.Gateway.Ledger;

/// <summary>Prices by the model's name at its upstream: <c>prices</c> in the configuration.</summary>
public sealed class PriceTable(IReadOnlyDictionary<string, ModelPrice> prices)
{
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
}
