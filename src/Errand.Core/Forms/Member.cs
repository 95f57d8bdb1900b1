using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>A key of an object: its name, its form, its place in the record, and what it means.</summary>
/// <param name="Key">The name in the file.</param>
/// <param name="Form">What its value may be.</param>
/// <param name="Get">Reads it from the record.</param>
/// <param name="Set">A copy of the record with it.</param>
/// <param name="Meaning">A sentence for people.</param>
public sealed record Member<TOwner, T>(string Key, Form<T> Form, Func<TOwner, T?> Get, Func<TOwner, T, TOwner> Set, string Meaning)
    : IMember<TOwner>
{
    /// <summary>The environment variable that sets it, which wins over the file; null = none.</summary>
    public string? Variable { get; init; }

    /// <summary>The default in words, where the record's own value would not tell it.</summary>
    public string? DefaultText { get; init; }

    public TOwner Read(TOwner owner, JsonElement element, Place place) =>
        Form.TryRead(element, place, Get(owner), out T? value) ? Set(owner, value) : owner;

    public TOwner ReadVariables(TOwner owner, IReadOnlyDictionary<string, string> variables, Place place)
    {
        if (Get(owner) is { } current)
            owner = Set(owner, Form.ReadVariables(current, variables, place));
        if (Variable is null || !variables.TryGetValue(Variable, out string? text) || text.Length == 0)
            return owner;

        Place at = place with { Source = "environment", Path = Variable };
        return Form.TryReadText(text, at, out T? value) ? Set(owner, value) : owner;
    }

    public JsonObject Schema()
    {
        JsonObject schema = Form.Schema();
        schema["description"] = Meaning;
        return schema;
    }

    public IEnumerable<SettingRow> Rows(string path, TOwner? defaults)
    {
        string own = path.Length == 0 ? Key : $"{path}.{Key}";
        T? value = defaults is null ? default : Get(defaults);
        yield return new SettingRow(own, Form.Allowed, DefaultText ?? (value is null ? "" : Form.Show(value)), Variable, Meaning);
        foreach (SettingRow row in Form.Rows(own, value))
            yield return row;
    }
}
