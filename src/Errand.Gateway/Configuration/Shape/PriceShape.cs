using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.PriceOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The keys below <c>prices.MODEL</c>.</summary>
internal static class PriceShape
{
    private static readonly TextForm<decimal> Price = Scalars.Amount(0, 1_000_000);

    public static MapForm<PriceOptions> Prices { get; } = new(
        "MODEL",
        new ObjectForm<PriceOptions>(
        [
            Key("input", Price, price => price.Input, (price, value) => price with { Input = value }, "Input tokens that were not cached."),
            Key(
                "cached",
                Price,
                price => price.Cached ?? 0,
                (price, value) => price with { Cached = value },
                "Input tokens read from the upstream's cache.",
                defaultText: "as input"),
            Key(
                "cacheWrite",
                Price,
                price => price.CacheWrite ?? 0,
                (price, value) => price with { CacheWrite = value },
                "Input tokens written to the upstream's cache.",
                defaultText: "as input"),
            Key("output", Price, price => price.Output, (price, value) => price with { Output = value }, "Output tokens, reasoning among them."),
            Key(
                "reasoning",
                Price,
                price => price.Reasoning ?? 0,
                (price, value) => price with { Reasoning = value },
                "Output tokens that were reasoning.",
                defaultText: "as output"),
            Key("currency", GatewayForms.Currency, price => price.Currency, (price, value) => price with { Currency = value }, "The currency."),
            Key("per", Scalars.LargeCount(1, 1_000_000_000), price => price.Per, (price, value) => price with { Per = value }, "How many tokens the prices are for."),
            Key(
                "date",
                Scalars.Day,
                price => price.Date ?? default,
                (price, value) => price with { Date = value },
                "Since when the prices hold.",
                defaultText: "not said"),
        ]),
        GatewayForms.AliasPattern(),
        "1 to 128 characters without white space",
        _ => new PriceOptions());
}
