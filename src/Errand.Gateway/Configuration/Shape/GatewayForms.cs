using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Errand.Core.Forms;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The texts that only the gateway's keys hold.</summary>
internal static partial class GatewayForms
{
    public const string AllowedAliases = "1 to 128 characters without white space, or * for every other name";

    /// <summary>A path that is relative to the configuration file.</summary>
    public static TextForm<string> FilePath { get; } = new(
        "a path, absolute, below ~/, or relative to this file",
        (string text, Place place, out string value) =>
        {
            value = text;
            if (text.Length == 0)
                return "it is empty";
            if (text.AsSpan().ContainsAny('\0', '\n', '\r'))
                return "it holds a NUL or a line end";

            value = text.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(place.Home, text[2..])
                : Path.GetFullPath(text, Path.GetDirectoryName(place.Source) is { Length: > 0 } directory ? directory : "/");
            return null;
        },
        value => value,
        () => new JsonObject { ["type"] = "string", ["minLength"] = 1 });

    /// <summary>The name of a model, as clients or upstreams write it.</summary>
    public static TextForm<string> ModelName { get; } = Scalars.Pattern("1 to 128 characters without white space", AliasPattern());

    public static TextForm<string> Currency { get; } = Scalars.Pattern("three capital letters such as USD", CurrencyPattern());

    public static TextForm<string> Address { get; } = Scalars.Text("an IP address such as 127.0.0.1 or ::1, or localhost").Refusing(
        text => text == "localhost" || IPAddress.TryParse(text, out _) ? null : "it is no IP address");

    [GeneratedRegex("^[^\\s\\p{C}]{1,128}\\z")]
    public static partial Regex AliasPattern();

    [GeneratedRegex("^[A-Z]{3}\\z")]
    private static partial Regex CurrencyPattern();
}
