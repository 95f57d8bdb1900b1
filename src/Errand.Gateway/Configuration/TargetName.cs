namespace Errand.Gateway.Configuration;

/// <summary>The names in <c>fallback</c> and <c>escalate</c>: a name of <c>models</c>, else <c>UPSTREAM/MODEL</c>, where the model may hold further slashes.</summary>
internal static class TargetName
{
    public static bool IsKnown(string name, GatewayOptions options) =>
        (name != ModelOptions.Any && options.Models.ContainsKey(name)) || TrySplit(name, options, out _, out _);

    public static bool TrySplit(string name, GatewayOptions options, out string upstream, out string model)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        upstream = slash < 0 ? "" : name[..slash];
        model = name[(slash + 1)..];
        return model.Length > 0 && options.Upstreams.ContainsKey(upstream);
    }
}
