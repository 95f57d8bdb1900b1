using System.Text.Json;

namespace Errand.Gateway.Configuration;

/// <summary>What the user set for the gateway. docs/gateway.md explains it, docs/configuration.md lists every key.</summary>
public sealed record GatewayOptions
{
    /// <summary>Model endpoints by name.</summary>
    public IReadOnlyDictionary<string, UpstreamOptions> Upstreams { get; init; } = new Dictionary<string, UpstreamOptions>();

    /// <summary>What clients may ask for, by the name that they use; <c>*</c> stands for every other name.</summary>
    public IReadOnlyDictionary<string, ModelOptions> Models { get; init; } = new Dictionary<string, ModelOptions>();

    /// <summary>Prices by the model's name at its upstream.</summary>
    public IReadOnlyDictionary<string, PriceOptions> Prices { get; init; } = new Dictionary<string, PriceOptions>();

    /// <summary>Profiles of the user's own, by name, as they stand in the file.</summary>
    public IReadOnlyDictionary<string, JsonElement> Profiles { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How the gateway serves.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <summary>Limits by what they are for: <c>job</c>, <c>day</c>, <c>repository</c>, <c>client</c>.</summary>
    public BudgetScopes Budgets { get; init; } = new();
}
