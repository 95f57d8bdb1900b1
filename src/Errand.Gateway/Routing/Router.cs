using System.Buffers;
using System.Text.Json;
using Errand.Gateway.Configuration;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Upstreams;

namespace Errand.Gateway.Routing;

/// <summary>Knows where each model is served, in order: first its own upstream, then its fallbacks with theirs.</summary>
internal sealed class Router
{
    // More than any model writes, and far from where sums of it overflow.
    private const long LargestLimit = 10_000_000;

    private readonly GatewayOptions options;
    private readonly IReadOnlyDictionary<string, Upstream> upstreams;
    private readonly BackendProfiles profiles;
    private readonly Dictionary<string, RouteTarget[]> usual;
    private readonly Dictionary<string, RouteTarget[]> escalated;

    /// <param name="options">Checked.</param>
    /// <param name="upstreams">By name.</param>
    /// <param name="profiles">All that the options name.</param>
    public Router(GatewayOptions options, IReadOnlyDictionary<string, Upstream> upstreams, BackendProfiles profiles)
    {
        this.options = options;
        this.upstreams = upstreams;
        this.profiles = profiles;
        usual = options.Models.Keys.ToDictionary(name => name, name => Targets(name));
        escalated = options.Models.Values.ToDictionary(model => model.Name, model => Targets(model.Escalate ?? model.Name));
        Names = [.. options.Models.Keys.Where(name => name != ModelOptions.Any).Order(StringComparer.Ordinal)];
    }

    /// <summary>What clients may ask for, but for <c>*</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where a model is served; null = it is unknown.</summary>
    /// <param name="model">The name that the client asked for.</param>
    /// <param name="isEscalated">Whether the client is to be served by <c>escalate</c>.</param>
    public RouteTarget[]? Find(string model, bool isEscalated)
    {
        Dictionary<string, RouteTarget[]> routes = isEscalated ? escalated : usual;
        return routes.GetValueOrDefault(model) ?? routes.GetValueOrDefault(ModelOptions.Any);
    }

    private RouteTarget[] Targets(string name)
    {
        var targets = new List<RouteTarget>();
        Add(name, targets);
        return [.. targets];
    }

    private void Add(string name, List<RouteTarget> targets)
    {
        if (!options.Models.TryGetValue(name, out ModelOptions? model))
        {
            TargetName.TrySplit(name, options, out string upstreamName, out string modelName);
            Add(new RouteTarget(upstreams[upstreamName], modelName, ProfileOf(null, upstreamName), default), targets);
            return;
        }

        Add(new RouteTarget(upstreams[model.Upstream], model.Model, ProfileOf(model.Profile, model.Upstream), RawOf(model.Parameters)) { OwnLimit = LimitOf(model.Parameters) }, targets);
        foreach (string fallback in model.Fallback)
            Add(fallback, targets);
    }

    /// <summary>Two ways to the same place are one: what failed there fails again.</summary>
    private static void Add(RouteTarget target, List<RouteTarget> targets)
    {
        if (!targets.Exists(known => known.Upstream == target.Upstream && known.Model == target.Model))
            targets.Add(target);
    }

    private BackendProfile ProfileOf(string? name, string upstream) => profiles.Find(name ?? options.Upstreams[upstream].Profile ?? BackendProfiles.Generic)!;

    private static long LimitOf(JsonElement parameters)
    {
        long limit = 0;
        foreach (string name in (string[])["max_tokens", "max_output_tokens", "max_completion_tokens"])
        {
            if (parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long said))
                limit = Math.Max(limit, said);
        }

        return Math.Min(limit, LargestLimit);
    }

    /// <summary>Written anew: the file may hold comments and trailing commas, which no upstream knows.</summary>
    private static RawJson RawOf(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
            return default;

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            parameters.WriteTo(json);
        return new RawJson(bytes.WrittenMemory);
    }
}
