using System.Text;
using System.Text.Json;

namespace Errand.Gateway.Translation.Profiles;

/// <summary>One key of a profile: what it may be, and how it is set.</summary>
/// <param name="Name">As it stands in the file.</param>
/// <param name="Allowed">For people.</param>
/// <param name="Set">The profile with this value; null if the value is not allowed.</param>
internal sealed record ProfileKey(string Name, string Allowed, Func<BackendProfile, JsonElement, BackendProfile?> Set)
{
    public static ProfileKey Word(string name, string[] words, Func<BackendProfile, string, BackendProfile> set) =>
        new(name, OneOf(words), (profile, value) => Text(value) is { } text && words.Contains(text) ? set(profile, text) : null);

    public static ProfileKey Flag(string name, Func<BackendProfile, bool, BackendProfile> set) =>
        new(name, "true or false", (profile, value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? set(profile, value.GetBoolean()) : null);

    public static ProfileKey Limit(string name, Func<BackendProfile, long?, BackendProfile> set) =>
        new(name, "a whole number from 1, or null for no limit", (profile, value) => value.ValueKind switch
        {
            JsonValueKind.Null => set(profile, null),
            JsonValueKind.Number when value.TryGetInt64(out var limit) && limit > 0 => set(profile, limit),
            _ => null,
        });

    public static ProfileKey Members(string name, string allowed, Func<BackendProfile, RawJson, BackendProfile> set) =>
        new(name, allowed, (profile, value) => value.ValueKind switch
        {
            JsonValueKind.Null => set(profile, default),
            JsonValueKind.Object => set(profile, new RawJson(Encoding.UTF8.GetBytes(value.GetRawText()))),
            _ => null,
        });

    public static ProfileKey Texts(string name, string[]? words, Func<BackendProfile, IReadOnlyList<string>, BackendProfile> set) =>
        new(name, words is null ? "a list of strings" : $"a list of {OneOf(words)}", (profile, value) =>
        {
            if (value.ValueKind != JsonValueKind.Array)
                return null;

            string?[] texts = [.. value.EnumerateArray().Select(Text)];
            return texts.All(text => text is not null && (words is null || words.Contains(text))) ? set(profile, texts!) : null;
        });

    public static ProfileKey Map(string name, Func<BackendProfile, IReadOnlyDictionary<string, string>, BackendProfile> set) =>
        new(name, "an object of strings", (profile, value) =>
            value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(member => Text(member.Value) is not null)
                ? set(profile, value.EnumerateObject().DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => member.Value.GetString()!))
                : null);

    public static ProfileKey OptionalText(string name, Func<BackendProfile, string?, BackendProfile> set) =>
        new(name, "a string or null", (profile, value) => value.ValueKind == JsonValueKind.Null || Text(value) is not null ? set(profile, Text(value)) : null);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string OneOf(string[] words) => string.Join(", ", words[..^1].Select(word => $"'{word}'")) + $" or '{words[^1]}'";
}
