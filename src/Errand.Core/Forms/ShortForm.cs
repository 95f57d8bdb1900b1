using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>An object that may also be written as one text, which stands for the key that is mostly wanted.</summary>
/// <param name="word">What the text may be.</param>
/// <param name="set">A copy of the value with what the text says.</param>
/// <param name="parts">The object, which has a key for the text too.</param>
public sealed class ShortForm<T, TWord>(TextForm<TWord> word, Func<T, TWord, T> set, ObjectForm<T> parts) : Form<T> where T : class
{
    public override string Allowed => $"{word.Allowed}, or {parts.Allowed}";

    public override JsonObject Schema() => new() { ["oneOf"] = new JsonArray(word.Schema(), parts.Schema()) };

    public override string Show(T value) => parts.Show(value);

    public override bool TryRead(JsonElement element, Place place, T? current, [MaybeNullWhen(false)] out T value)
    {
        if (element.ValueKind == JsonValueKind.Object)
            return parts.TryRead(element, place, current, out value);

        value = current;
        if (element.ValueKind != JsonValueKind.String || value is null)
        {
            place.Refuse(element.ValueKind, Allowed);
            return false;
        }

        if (!word.TryReadText(element.GetString()!, place, out TWord? said))
            return false;

        value = set(value, said);
        return true;
    }

    public override bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out T value) =>
        throw new NotSupportedException("The key that the text stands for has the environment variable.");

    public override IEnumerable<SettingRow> Rows(string path, T? defaults) => parts.Rows(path, defaults);

    public override T ReadVariables(T current, IReadOnlyDictionary<string, string> variables, Place place) => parts.ReadVariables(current, variables, place);
}
