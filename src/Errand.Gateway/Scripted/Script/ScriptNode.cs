using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Gateway.Scripted;

/// <summary>A value of a script with its place, so that whatever is wrong with it can be said exactly.</summary>
internal readonly record struct ScriptNode(string Source, string Path, JsonElement Value)
{
    // A pattern of a script meets text from a worker; this ends one that backtracks for ever.
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(2);

    /// <param name="allowed">Continues "… is VALUE; ", such as "it must be a string".</param>
    public ErrandException Wrong(string allowed) =>
        new(ErrorCatalog.ScriptInvalid, $"Script '{Source}': {Path} is {Shown()}; {allowed}.");

    /// <summary>The member, or null when it is absent.</summary>
    public ScriptNode? this[string name] =>
        Value.TryGetProperty(name, out var member) ? new ScriptNode(Source, $"{Path}.{name}", member) : null;

    /// <summary>The member, which must be there.</summary>
    public ScriptNode Required(string name) =>
        this[name] ?? throw new ErrandException(ErrorCatalog.ScriptInvalid, $"Script '{Source}': {Path} has no '{name}'; add it.");

    /// <summary>Refuses anything but an object with some of these members.</summary>
    public ScriptNode Object(params ReadOnlySpan<string> allowed)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Wrong("it must be an object");

        foreach (var member in Value.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
            {
                throw new ErrandException(ErrorCatalog.ScriptInvalid,
                    $"Script '{Source}': {Path} has the unknown member '{member.Name}'; allowed are {string.Join(", ", allowed.ToArray())}.");
            }
        }

        return this;
    }

    /// <summary>All members of an object whose names are free.</summary>
    public IEnumerable<(string Name, ScriptNode Node)> Members()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Wrong("it must be an object");

        var (source, path) = (Source, Path);
        return Value.EnumerateObject().Select(member => (member.Name, new ScriptNode(source, $"{path}.{member.Name}", member.Value)));
    }

    public IEnumerable<ScriptNode> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Wrong("it must be a list");

        var (source, path) = (Source, Path);
        return Value.EnumerateArray().Select((item, index) => new ScriptNode(source, $"{path}[{index}]", item));
    }

    /// <summary>A list, or one value that stands for a list of one.</summary>
    public IEnumerable<ScriptNode> OneOrMore() => Value.ValueKind == JsonValueKind.Array ? Items() : [this];

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Wrong("it must be a string");

    public string NonEmptyText() => Text() is { Length: > 0 } text ? text : throw Wrong("it must not be empty");

    public bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Wrong("it must be true or false");

    public long Integer(long min, long max) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var number) && number >= min && number <= max
            ? number
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {min} to {max}"));

    public TimeSpan Seconds(double min, double max) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && number >= min && number <= max
            ? TimeSpan.FromSeconds(number)
            : throw Wrong(string.Create(CultureInfo.InvariantCulture, $"it must be a number of seconds from {min} to {max}"));

    public T OneOf<T>(params ReadOnlySpan<(string Word, T Meaning)> words)
    {
        if (Value.ValueKind == JsonValueKind.String)
        {
            foreach (var (word, meaning) in words)
            {
                if (Value.ValueEquals(word))
                    return meaning;
            }
        }

        throw Wrong($"allowed are {string.Join(", ", words.ToArray().Select(entry => $"\"{entry.Word}\""))}");
    }

    public Regex Pattern()
    {
        try
        {
            return new Regex(NonEmptyText(), RegexOptions.CultureInvariant | RegexOptions.Multiline, MatchTimeout);
        }
        catch (RegexParseException e)
        {
            throw Wrong($"it must be a regular expression: {e.Message.TrimEnd('.')}");
        }
    }

    public JsonNode Copy() => JsonNode.Parse(Value.GetRawText())!;

    private string Shown()
    {
        var raw = Value.GetRawText();
        return raw.Length <= 80 ? raw : $"{raw.AsSpan(0, 77)}...";
    }
}
