using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>An object with known keys.</summary>
/// <param name="members">The keys.</param>
/// <param name="seed">The value before any key is read, where there is none yet.</param>
/// <param name="moved">Keys that one could look for here, and the paths of those that are meant.</param>
public sealed class ObjectForm<T>(IReadOnlyList<IMember<T>> members, Func<T>? seed = null, IReadOnlyDictionary<string, string>? moved = null) : Form<T> where T : class
{
    /// <summary>Keys that other programs use for secrets: worth a better answer than "unknown key".</summary>
    private static readonly string[] SecretKeys = ["key", "apiKey", "api_key", "token", "authToken", "password", "secret"];

    /// <summary>Describes one key.</summary>
    /// <param name="key">Its name in the file.</param>
    /// <param name="form">What its value may be.</param>
    /// <param name="get">Reads it from the record.</param>
    /// <param name="set">A copy of the record with it.</param>
    /// <param name="meaning">A sentence for people.</param>
    /// <param name="variable">The environment variable that sets it; null = none.</param>
    /// <param name="defaultText">The default in words, where the record's own value would not tell it.</param>
#pragma warning disable CA1000 // A table of keys is read with `using static` of the one closed type, and then names no type at all.
    public static IMember<T> Key<TValue>(
        string key, Form<TValue> form, Func<T, TValue?> get, Func<T, TValue, T> set, string meaning, string? variable = null, string? defaultText = null) =>
        new Member<T, TValue>(key, form, get, set, meaning) { Variable = variable, DefaultText = defaultText };
#pragma warning restore CA1000

    public override string Allowed => $"an object with the keys {string.Join(", ", members.Select(member => member.Key))}";

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (IMember<T> member in members)
            properties[member.Key] = member.Schema();
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    public override string Show(T value) => "";

    public override bool TryRead(JsonElement element, Place place, T? current, [MaybeNullWhen(false)] out T value)
    {
        value = current ?? seed?.Invoke();
        if (value is null || element.ValueKind != JsonValueKind.Object)
        {
            place.Refuse(element.ValueKind, Allowed);
            return false;
        }

        int problems = place.Problems.Count;
        var seen = new HashSet<string>();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            IMember<T>? member = members.FirstOrDefault(candidate => candidate.Key == property.Name);
            Place at = place.Key(property.Name);
            if (member is null)
                RefuseKey(property.Name, at);
            else if (!seen.Add(property.Name))
                at.Add("appears twice");
            else
                value = member.Read(value, property.Value, at);
        }

        return place.Problems.Count == problems;
    }

    public override bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out T value) =>
        throw new NotSupportedException("An object is never read from an environment variable.");

    public override IEnumerable<SettingRow> Rows(string path, T? defaults) => members.SelectMany(member => member.Rows(path, defaults));

    public override T ReadVariables(T current, IReadOnlyDictionary<string, string> variables, Place place) =>
        members.Aggregate(current, (value, member) => member.ReadVariables(value, variables, place));

    private void RefuseKey(string key, Place at)
    {
        if (SecretKeys.Contains(key, StringComparer.OrdinalIgnoreCase))
        {
            at.RefuseSecret();
            return;
        }

        if (moved?.GetValueOrDefault(key) is { } place)
        {
            at.Add($"is no key that Errand knows here. Write `{place}`");
            return;
        }

        string[] known = [.. members.Select(member => member.Key)];
        at.Add($"is no key that Errand knows here.{Nearest.Suggest(key, known)} Known: {string.Join(", ", known)}");
    }
}
