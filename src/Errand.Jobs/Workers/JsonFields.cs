using System.Text.Json;
using System.Text.RegularExpressions;

namespace Errand.Jobs.Workers;

/// <summary>
/// A JSON object of somebody else's protocol, in which every member may be missing or be of another type than expected; it then counts
/// as missing. Nothing here throws, whatever the object holds.
/// </summary>
internal readonly partial struct JsonFields
{
    // Real messages are shallow, but they carry inputs of tools, which a model invents.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private readonly JsonElement element;

    private JsonFields(JsonElement element) => this.element = element;

    /// <summary>Reads a line that must be one JSON object.</summary>
    /// <returns>The document, to be disposed of after <paramref name="fields"/> was used; null = it is none.</returns>
    public static JsonDocument? TryParse(string line, out JsonFields fields)
    {
        fields = default;
        try
        {
            var document = JsonDocument.Parse(line, Options);
            fields = new JsonFields(document.RootElement);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // ArgumentException: the line is no valid UTF-16.
            return null;
        }
    }

    /// <summary>The <c>type</c> with which a line begins that is too long to be read as a whole.</summary>
    public static string? TypeOfTruncated(string line) =>
        LeadingType().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    public string? Text(string name) => Member(name) is { ValueKind: JsonValueKind.String } value ? TextOf(value) : null;

    public bool? Flag(string name) => Member(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A number of things or a code: whole, 0 to 10^15.</summary>
    public long? Count(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) && number is >= 0 and <= 1e15 ? (long)number : null;

    public JsonFields Object(string name) => new(Member(name));

    /// <summary>The elements of an array.</summary>
    public IEnumerable<JsonFields> Items(string name)
    {
        JsonElement array = Member(name);
        return array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Select(item => new JsonFields(item)) : [];
    }

    /// <summary>The members' values of an object.</summary>
    public IEnumerable<JsonFields> Values() =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(member => new JsonFields(member.Value)) : [];

    /// <summary>The strings in an array, or the string that stands where one could be.</summary>
    public IEnumerable<string> Texts(string name)
    {
        JsonElement member = Member(name);
        return member.ValueKind switch
        {
            JsonValueKind.String => [TextOf(member)],
            JsonValueKind.Array => member.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(TextOf),
            _ => [],
        };
    }

    private JsonElement Member(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        try
        {
            return element.TryGetProperty(name, out JsonElement value) ? value : default;
        }
        catch (InvalidOperationException)
        {
            // Some member's name is half of a surrogate pair, written as an escape.
            return default;
        }
    }

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // The same in the text; its raw form still tells people what was there.
            return value.GetRawText();
        }
    }

    [GeneratedRegex(@"^\s*\{\s*""type""\s*:\s*""([A-Za-z0-9_.]{1,64})""")]
    private static partial Regex LeadingType();
}
