using System.Text.Json;
using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.ErrandConfiguration>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys that the gateway reads by itself. Here they are only known, so that one file can hold everything.</summary>
internal static class GatewayShape
{
    private static readonly RawObjectForm AnObject = new("an object");

    public static IReadOnlyList<string> Keys { get; } = ["upstreams", "models", "prices", "profiles", "gateway", "budgets"];

    public static IEnumerable<IMember<ErrandConfiguration>> Members => Keys.Select(key => Key(
        key,
        AnObject,
        configuration => configuration.Gateway.GetValueOrDefault(key),
        // What the file does not have has no value, and no variable sets it.
        (configuration, value) => value.ValueKind == JsonValueKind.Undefined
            ? configuration
            : configuration with { Gateway = new Dictionary<string, JsonElement>(configuration.Gateway) { [key] = value } },
        "See docs/gateway.md."));
}
