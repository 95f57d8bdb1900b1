using Errand.Core;
using Errand.Core.Forms;

namespace Errand.Gateway.Configuration;

/// <summary>The keys of upstreams and the tokens of clients, read once at start.</summary>
public sealed record GatewaySecrets
{
    /// <summary>Keys are a few hundred characters at most; more is another file.</summary>
    private const int LongestFile = 16 * 1024;

    private const UnixFileMode ForOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>By upstream; one without a key is not in it.</summary>
    public required IReadOnlyDictionary<string, string> Keys { get; init; }

    /// <summary>By client.</summary>
    public required IReadOnlyDictionary<string, string> Tokens { get; init; }

    /// <summary>Sentences about files that others may read.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Everything that must never be seen.</summary>
    public IEnumerable<string> Values => Keys.Values.Concat(Tokens.Values);

    /// <summary>Reads what the options name.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="source">The configuration's file, for messages.</param>
    /// <param name="variable">The value of an environment variable; null = not set.</param>
    /// <exception cref="ErrandException">ERR2001: keys or tokens cannot be had; the message names all of them.</exception>
    public static GatewaySecrets Read(GatewayOptions options, string source, Func<string, string?> variable)
    {
        var problems = new List<string>();
        var warnings = new List<string>();
        var keys = new Dictionary<string, string>();
        var tokens = new Dictionary<string, string>();
        var file = new Place(source, "", "", problems);
        foreach ((string name, UpstreamOptions upstream) in options.Upstreams)
        {
            Place place = file.Key("upstreams").Key(name);
            string? key = upstream switch
            {
                { KeyFile: { } path } => FromFile(path, "the upstream's key", place.Key("keyFile"), warnings),
                { KeyEnv: { } named } => FromVariable(named, variable, place.Key("keyEnv")),
                _ => null,
            };
            if (key is not null)
                keys[name] = key;
        }

        for (int index = 0; index < options.Serving.Clients.Count; index++)
        {
            ClientOptions client = options.Serving.Clients[index];
            Place place = file.Key("gateway").Key("clients").Index(index).Key("tokenFile");
            if (FromFile(client.TokenFile, "the client's token", place, warnings) is not { } token)
                continue;
            if (tokens.ContainsValue(token))
                place.Add($"is '{Escaping.Escape(client.TokenFile)}', which holds the token of another client too; give each its own");
            tokens[client.Name] = token;
        }

        return problems.Count == 0
            ? new GatewaySecrets { Keys = keys, Tokens = tokens, Warnings = warnings }
            : throw ConfigurationText.Refused(problems);
    }

    private static string? FromVariable(string name, Func<string, string?> variable, Place place)
    {
        string value = variable(name)?.Trim() ?? "";
        if (IsUsable(value))
            return value;

        place.Add($"is '{name}', and that variable {(value.Length == 0 ? "is not set" : "is not one line of plain text")}; set it with `export {name}=…` where errand is started, or use keyFile");
        return null;
    }

    private static string? FromFile(string path, string what, Place place, List<string> warnings)
    {
        string shown = $"is '{Escaping.Escape(path)}'";
        string remedy = $"it must be a file that holds {what} in one line";
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists || info.Length > LongestFile)
            {
                place.Add($"{shown}, which {(info.Exists ? "is too long" : "does not exist")}; {remedy}");
                return null;
            }

            string value = File.ReadAllText(path).Trim();
            if (!IsUsable(value))
            {
                place.Add($"{shown}, which {(value.Length == 0 ? "is empty" : "is not one line of plain text")}; {remedy}");
                return null;
            }

            if (!OperatingSystem.IsWindows() && (info.UnixFileMode & ForOthers) != 0)
                warnings.Add($"{place.Source}: {place.Path} {shown}, which other users may read (mode 0{Convert.ToString((int)info.UnixFileMode, 8)}). Close it with `chmod 600 '{path}'`.");
            return value;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            place.Add($"{shown}, which cannot be read: {Escaping.Escape(cause.Message.TrimEnd('.'))}; {remedy}");
            return null;
        }
    }

    // It becomes a header: anything else would be refused later, with less to say about it.
    private static bool IsUsable(string text) => text.Length > 0 && text.All(character => character is > ' ' and <= '~');
}
