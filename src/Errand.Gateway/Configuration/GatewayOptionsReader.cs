using System.Text.Json;
using Errand.Core.Forms;
using Errand.Gateway.Configuration.Shape;

namespace Errand.Gateway.Configuration;

/// <summary>Reads the gateway's keys of a configuration file.</summary>
public static class GatewayOptionsReader
{
    /// <summary>Reads and checks the keys; what is wrong is added to the problems of the place. No file is opened: keys and tokens are read at start.</summary>
    /// <param name="keys">The file's top-level keys; those of others are left alone.</param>
    /// <param name="file">The place of the whole file; paths are relative to its directory.</param>
    public static GatewayOptions Read(IReadOnlyDictionary<string, JsonElement> keys, Place file)
    {
        int problems = file.Problems.Count;
        var options = new GatewayOptions();
        foreach (IMember<GatewayOptions> member in GatewayShape.Keys)
        {
            if (keys.TryGetValue(member.Key, out JsonElement element))
                options = member.Read(options, element, file.Key(member.Key));
        }

        // The rules compare keys with each other; a key that could not be read would only be blamed a second time.
        if (file.Problems.Count == problems)
            GatewayRules.Check(options, file);
        return options;
    }
}
