namespace Errand.Gateway.Ledger;

/// <summary>Prices by the model's name at its upstream: <c>prices</c> in the configuration.</summary>
public sealed class PriceTable(IReadOnlyDictionary<string, ModelPrice> prices)
{
    public static PriceTable Empty { get; } = new(new Dictionary<string, ModelPrice>());

    public IReadOnlyDictionary<string, ModelPrice> Prices { get; } = prices;

    /// <summary>The model's price; null = nobody knows it.</summary>
    public ModelPrice? Find(string model) => Prices.GetValueOrDefault(model);
}
