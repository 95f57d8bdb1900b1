using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Core.Forms;

/// <summary>An object whose keys are names that the user chooses; what the file does not mention stays.</summary>
/// <param name="placeholder">The name in documentation, such as <c>NAME</c>.</param>
/// <param name="item">The form of the values.</param>
/// <param name="names">What names are allowed.</param>
/// <param name="allowedNames">The same in words that follow "must be".</param>
/// <param name="seed">The value of a new name before its keys are read.</param>
/// <param name="isSecret">Whether a name says that its value would be a secret.</param>
public sealed class MapForm<T>(
    string placeholder, Form<T> item, Regex names, string allowedNames, Func<string, T?> seed, Func<string, bool>? isSecret = null)
    : Form<IReadOnlyDictionary<string, T>>
{
    public override string Allowed => $"an object, each name {allowedNames}, each value {item.Allowed}";

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = names.ToString().Replace("\\z", "$", StringComparison.Ordinal) },
        ["additionalProperties"] = item.Schema(),
    };

    public override string Show(IReadOnlyDictionary<string, T> value) => string.Join(", ", value.Keys);

    public override bool TryRead(
        JsonElement element, Place place, IReadOnlyDictionary<string, T>? current, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        value = null;
        if (element.ValueKind != JsonValueKind.Object)
        {
            place.Refuse(element.ValueKind, Allowed);
            return false;
        }

        var entries = new Dictionary<string, T>(current ?? new Dictionary<string, T>());
        int problems = place.Problems.Count;
        var seen = new HashSet<string>();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            Place at = place.Key(property.Name);
            T? start = entries.TryGetValue(property.Name, out T? existing) ? existing : seed(property.Name);
            if (!names.IsMatch(property.Name))
                at.Add($"has a name that is not allowed; it must be {allowedNames}");
            else if (!seen.Add(property.Name))
                at.Add("appears twice");
            else if (isSecret?.Invoke(property.Name) == true && property.Value is { ValueKind: JsonValueKind.String } text && text.GetString() != "")
                at.RefuseSecret();
            else if (item.TryRead(property.Value, at, start, out T? read))
                entries[property.Name] = read;
        }

        value = entries;
        return place.Problems.Count == problems;
    }

    public override bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value) =>
        throw new NotSupportedException("An object is never read from an environment variable.");

    public override IEnumerable<SettingRow> Rows(string path, IReadOnlyDictionary<string, T>? defaults) =>
        item.Rows($"{path}.{placeholder}", seed(placeholder));
}
