using System.Text.Json;
using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.GatewayOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>Every key of the gateway, once: the reader, the schema and the table in docs/configuration.md all come from here.</summary>
internal static class GatewayShape
{
    public static IReadOnlyList<IMember<GatewayOptions>> Keys { get; } =
    [
        Key(
            "upstreams",
            UpstreamShape.Upstreams,
            options => options.Upstreams,
            (options, value) => options with { Upstreams = value },
            "Model endpoints."),
        Key(
            "models",
            ModelShape.Models,
            options => options.Models,
            (options, value) => options with { Models = value },
            "The names that clients ask for; `*` stands for every other name."),
        Key(
            "prices",
            PriceShape.Prices,
            options => options.Prices,
            (options, value) => options with { Prices = value },
            "Prices, by the model's name at its upstream."),
        Key(
            "profiles",
            new MapForm<JsonElement>("NAME", new RawObjectForm("an object"), TextForms.NamePattern(), TextForms.AllowedNames, _ => default),
            options => options.Profiles,
            (options, value) => options with { Profiles = value },
            "What backends want differently, beside the built-in profiles; see docs/gateway.md."),
        Key(
            "gateway",
            ServingShape.Serving,
            options => options.Serving,
            (options, value) => options with { Serving = value },
            "How the gateway serves."),
        Key(
            "budgets",
            BudgetShape.Scopes,
            options => options.Budgets,
            (options, value) => options with { Budgets = value },
            "What may be used before work stops and waits for you."),
    ];
}
