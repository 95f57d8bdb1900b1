using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>
/// Replaces <c>{name}</c> by a value. Only known names are touched, because scripts carry source code, which is full of braces;
/// <c>{{name}}</c> writes a known name literally.
/// </summary>
internal static partial class Placeholders
{
    public const string WorkingDirectory = "cwd";
    public const string ToolResult = "toolResult";
    public const string UserText = "userText";
    public const string Model = "model";

    public static string ReservedNames => $"{WorkingDirectory}, {ToolResult}, {UserText}, {Model}";

    public static bool IsFreeName(string name) => Name().IsMatch(name) && !IsReserved(name);

    public static bool IsReserved(string name) => name is WorkingDirectory or ToolResult or UserText or Model;

    /// <param name="text">Any text.</param>
    /// <param name="valueOf">The value of a known name, or null when the name is not known.</param>
    public static string Fill(string text, Func<string, string?> valueOf) => Uses().Replace(text, use =>
    {
        var name = use.Groups["name"].Value;
        var isEscaped = use.Value.StartsWith("{{", StringComparison.Ordinal);
        return valueOf(name) is { } value ? isEscaped ? $"{{{name}}}" : value : use.Value;
    });

    [GeneratedRegex(@"\{\{(?<name>[A-Za-z][A-Za-z0-9_]*)\}\}|\{(?<name>[A-Za-z][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
