using System.Text.Json;
using Errand.Core.Forms;
using Errand.Gateway.Configuration.Shape;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Configuration;

/// <summary>Reads the gateway's keys of a configuration file.</summary>
public static class GatewayOptionsReader
{
    private const string Profiles = "profiles";
    private const string Upstreams = "upstreams";

    /// <summary>Reads and checks the keys; what is wrong is added to the problems of the place. No file is opened: keys and tokens are read at start.</summary>
    /// <param name="keys">The file's top-level keys; those of others are left alone.</param>
    /// <param name="file">The place of the whole file; paths are relative to its directory.</param>
    public static GatewayOptions Read(IReadOnlyDictionary<string, JsonElement> keys, Place file)
    {
        var unread = new HashSet<string>();
        var options = new GatewayOptions();
        foreach (IMember<GatewayOptions> member in GatewayShape.Keys)
        {
            if (!keys.TryGetValue(member.Key, out JsonElement element))
                continue;

            int problems = file.Problems.Count;
            options = member.Read(options, element, file.Key(member.Key));
            if (file.Problems.Count > problems)
                unread.Add(member.Key);
        }

        // The rules compare keys with each other. What names a profile cannot be judged while profiles are unknown; all else can.
        if (!unread.Contains(Profiles))
            GatewayRules.Check(unread.Contains(Upstreams) ? options with { Upstreams = Names(options, keys[Upstreams]) } : options, file);
        return options;
    }

    /// <summary>The upstreams with those that could not be read: they were blamed for it, but what names them is right.</summary>
    private static Dictionary<string, UpstreamOptions> Names(GatewayOptions options, JsonElement upstreams)
    {
        var named = new Dictionary<string, UpstreamOptions>(options.Upstreams);
        if (upstreams.ValueKind != JsonValueKind.Object)
            return named;

        foreach (JsonProperty upstream in upstreams.EnumerateObject())
            named.TryAdd(upstream.Name, new UpstreamOptions { Name = upstream.Name, Protocol = UpstreamProtocol.Chat, BaseUrl = "http://unread" });
        return named;
    }
}
