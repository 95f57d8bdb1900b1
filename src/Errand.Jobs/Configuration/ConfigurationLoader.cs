using System.Text.Json;
using Errand.Core;
using Errand.Core.Forms;
using Errand.Jobs.Configuration.Shape;

namespace Errand.Jobs.Configuration;

/// <summary>Reads the configuration: first the file, then the environment, which wins.</summary>
public static class ConfigurationLoader
{
    /// <summary>The file's name in the state directory.</summary>
    public const string FileName = "config.json";

    private const int LargestFile = 1 << 20;

    /// <summary>Reads and validates the whole configuration. A file that does not exist is an empty one.</summary>
    /// <exception cref="ErrandException">It cannot be read, or holds values that are not allowed; the message names all of them.</exception>
    public static ErrandConfiguration Load(ErrandEnvironment environment) => Load(environment, null, null);

    /// <summary>The same, with another file, or with another reader for the keys in <see cref="ErrandConfiguration.Gateway"/>.</summary>
    /// <param name="environment">What the program was told from outside.</param>
    /// <param name="file">A file that must exist; null = that of the state directory, which need not.</param>
    /// <param name="readGateway">Reads the keys that belong to the gateway, when there are any, and adds its problems to those of the place.</param>
    /// <exception cref="ErrandException">It cannot be read, or holds values that are not allowed; the message names all of them.</exception>
    public static ErrandConfiguration Load(
        ErrandEnvironment environment, string? file, Action<IReadOnlyDictionary<string, JsonElement>, Place>? readGateway)
    {
        string path = file ?? Path.Combine(environment.StateDirectory, FileName);

        // The usual case, which every command and server meets at its start: nothing is configured, and the table of keys need not exist.
        if (file is null && !Path.Exists(path) && !environment.Variables.Keys.Any(IsSetting))
            return ErrandConfiguration.Default;

        var place = new Place(path, "", environment.HomeDirectory, []);
        ErrandConfiguration configuration = ErrandConfiguration.Default;
        using JsonDocument? document = Parse(path, mustExist: file is not null);
        if (document is not null && ConfigurationShape.Root.TryRead(document.RootElement, place, configuration, out ErrandConfiguration? read))
            configuration = read;
        configuration = ConfigurationShape.Root.ReadVariables(configuration, environment.Variables, place);

        // The rules compare keys with each other; a key that could not be read would only be blamed a second time.
        if (place.Problems.Count == 0)
            ConfigurationRules.Check(configuration, environment.Variables, place);
        if (document is { RootElement.ValueKind: JsonValueKind.Object } && GatewayKeys(document.RootElement) is { Count: > 0 } keys)
            readGateway?.Invoke(keys, place);
        if (place.Problems.Count > 0)
            throw ConfigurationText.Refused(place.Problems);

        return configuration;
    }

    private static bool IsSetting(string variable) => variable.StartsWith("ERRAND_", StringComparison.Ordinal) && variable != "ERRAND_HOME";

    // Not those that were taken into the configuration: a mistake in one key must not hide the mistakes in another.
    private static Dictionary<string, JsonElement> GatewayKeys(JsonElement root)
    {
        var keys = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (GatewayShape.Keys.Contains(property.Name) && property.Value.ValueKind == JsonValueKind.Object)
                keys.TryAdd(property.Name, property.Value);
        }

        return keys;
    }

    private static JsonDocument? Parse(string path, bool mustExist)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > LargestFile)
                throw ConfigurationText.Unreadable(path, $"it has {stream.Length:N0} bytes and may have {LargestFile:N0}", null);

            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            return ConfigurationText.Parse(path, content);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return mustExist ? throw ConfigurationText.Unreadable(path, "there is no such file", cause) : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationText.Unreadable(path, cause.Message.TrimEnd('.'), cause);
        }
    }
}
