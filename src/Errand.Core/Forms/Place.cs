using System.Text.Json;

namespace Errand.Core.Forms;

/// <summary>Where a value stands, for the sentence that refuses it. All refusals of one configuration are collected in one list.</summary>
/// <param name="Source">The file's path, or <c>environment variable ERRAND_…</c>.</param>
/// <param name="Path">The key path, such as <c>workers.claude.driver</c>; empty = the whole file.</param>
/// <param name="Home">The user's home directory, for paths that begin with <c>~/</c>.</param>
/// <param name="Problems">The list.</param>
public sealed record Place(string Source, string Path, string Home, List<string> Problems)
{
    private const int LongestShown = 80;

    public Place Key(string key)
    {
        string name = Escaping.Escape(Escaping.Cut(key, LongestShown));
        return this with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };
    }

    public Place Index(int index) => this with { Path = $"{Path}[{index}]" };

    /// <summary>Refuses a text, which is shown.</summary>
    public void Refuse(string value, string allowed, string problem) =>
        Add($"is {Escaping.Quote(value, LongestShown)} and must be {allowed}: {problem}");

    /// <summary>Refuses a value of a wrong JSON kind.</summary>
    public void Refuse(JsonValueKind kind, string allowed) => Add($"is {Name(kind)} and must be {allowed}");

    /// <summary>Refuses what would be a secret, without showing it.</summary>
    public void RefuseSecret() =>
        Add("looks like a secret, and this file may hold none; put it into the environment and name the variable with keyEnv or passEnv, or into a file and name that with keyFile");

    /// <summary>Adds a sentence about this place.</summary>
    /// <param name="what">What is wrong, without a full stop; follows the key path.</param>
    public void Add(string what) => Problems.Add($"{Source}: {(Path.Length == 0 ? "the file" : Path)} {what}.");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null (leave the key out instead)",
    };
}
