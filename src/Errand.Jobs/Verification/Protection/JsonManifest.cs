using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Jobs.Verification;

/// <summary>
/// A manifest in JSON that holds both dependencies, which work may need, and commands and settings of runners. The worker's file stays, with the latter as in the base.
/// </summary>
internal static class JsonManifest
{
    private static readonly string[] Scripts = ["scripts", "tasks"];

    /// <summary>Members that configure runners, linters and coverage.</summary>
    private static readonly string[] Settings =
    [
        "jest", "mocha", "ava", "nyc", "c8", "tap", "vitest", "babel", "eslintConfig", "eslintIgnore", "prettier", "stylelint", "xo", "standard", "lint", "fmt", "test", "config",
        "lint-staged", "husky", "size-limit", "wireit",
    ];

    private static readonly string[] Dependencies = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "require", "require-dev"];

    /// <summary>Scripts that package managers run by themselves.</summary>
    private static readonly string[] Hooks = ["preinstall", "install", "postinstall", "prepare", "prepublish", "pre-autoload-dump", "post-install-cmd"];

    private static readonly string[] Elsewhere = ["file:", "link:", "portal:", "npm:", "git", "http", "./", "../"];

    public static Restoration Restore(string? before, string? after)
    {
        if (before is null || after is null)
            return Restoration.Base(before is null ? "added" : "deleted", isAdditive: before is null);

        JsonObject? old;
        JsonObject? mixed;
        try
        {
            old = Parse(before);
            mixed = Parse(after);
        }
        catch (JsonException)
        {
            return Restoration.Base("changed");
        }

        if (old is null || mixed is null)
            return Restoration.Base("changed");

        var changes = new List<string>();
        foreach (string member in Settings)
            RestoreMember(old, mixed, member, member, changes);
        foreach (string member in Scripts)
            RestoreScripts(old, mixed, member, changes);
        foreach (string member in Dependencies)
            RestoreSources(old[member] as JsonObject, mixed[member] as JsonObject, changes);
        return changes.Count == 0 ? Restoration.Keep : Restoration.Mixed(mixed.ToJsonString(), string.Join(", ", changes));
    }

    private static JsonObject? Parse(string text) =>
        JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject;

    private static void RestoreMember(JsonObject old, JsonObject mixed, string member, string what, List<string> changes)
    {
        if (JsonNode.DeepEquals(old[member], mixed[member]))
            return;

        mixed.Remove(member);
        if (old[member] is { } value)
            mixed[member] = value.DeepClone();
        changes.Add($"{what} changed");
    }

    /// <summary>Commands of the base stay as they were; new ones may come, unless they run before, after or without being asked.</summary>
    private static void RestoreScripts(JsonObject old, JsonObject mixed, string member, List<string> changes)
    {
        if (old[member] is not null and not JsonObject || mixed[member] is not null and not JsonObject)
        {
            RestoreMember(old, mixed, member, member, changes);
            return;
        }

        var before = old[member] as JsonObject ?? [];
        if (mixed[member] is not JsonObject after)
        {
            if (before.Count > 0)
                RestoreMember(old, mixed, member, member, changes);
            return;
        }

        foreach ((string name, _) in after.ToArray())
        {
            if (!before.ContainsKey(name) && RunsUnasked(name, before))
            {
                after.Remove(name);
                changes.Add($"script {PlainName.Of(name)} added");
            }
        }

        foreach ((string name, _) in before.ToArray())
            RestoreMember(before, after, name, $"script {PlainName.Of(name)}", changes);
    }

    private static bool RunsUnasked(string name, JsonObject before) =>
        Array.IndexOf(Hooks, name) >= 0
        || (name.Begins("pre") && before.ContainsKey(name[3..]))
        || (name.Begins("post") && before.ContainsKey(name[4..]))
        || name is "pretest" or "posttest" or "test";

    /// <summary>A package of the base that comes from somewhere else now may be another one of the same name.</summary>
    private static void RestoreSources(JsonObject? before, JsonObject? after, List<string> changes)
    {
        if (before is null || after is null)
            return;

        foreach ((string name, JsonNode? value) in after.ToArray())
        {
            string source = value is JsonValue text && text.TryGetValue(out string? words) ? words : "";
            if (before.ContainsKey(name) && Array.Exists(Elsewhere, beginning => source.Begins(beginning)))
                RestoreMember(before, after, name, $"source of {PlainName.Of(name)}", changes);
        }
    }
}
