using System.Text.Json;
using Errand.Core;

namespace Errand.Gateway.Scripted;

/// <summary>Reads the JSON of a script. By hand rather than by a serializer, so that an error names the place, the value and what is allowed.</summary>
internal static class ScriptReader
{
    private const string DefaultName = "default";

    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    public static ModelScript Read(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Script(new ScriptNode(source, "$", document.RootElement));
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $"line {line + 1}, byte {e.BytePositionInLine + 1}: " : "";
            throw new ErrandException(ErrorCatalog.ScriptInvalid, $"Script '{source}' is not JSON: {place}{e.Message}", e);
        }
    }

    private static ModelScript Script(ScriptNode root)
    {
        root.Object("name", "cwd", "end", "usage", "turns", "scripts");
        var scenarios = new List<ScriptScenario>();
        if (root["scripts"] is { } others)
        {
            scenarios.AddRange(others.Items().Select((node, index) =>
                Scenario(node.Object("name", "match", "subAgent", "cwd", "end", "usage", "turns"), root, $"script{index + 1}")));
        }

        if (root["turns"] is not null)
            scenarios.Add(Scenario(root, root, DefaultName));
        if (scenarios.Count == 0)
            throw root.Wrong("it must have 'turns', 'scripts' or both");

        return new ModelScript(root.Source, scenarios);
    }

    /// <param name="node">The scenario.</param>
    /// <param name="root">The whole script, which says what scenarios leave open.</param>
    /// <param name="defaultName">For a scenario that has no name.</param>
    private static ScriptScenario Scenario(ScriptNode node, ScriptNode root, string defaultName)
    {
        var turns = node.Required("turns").Items().Select(ScriptTurnReader.Read).ToList();
        return new ScriptScenario
        {
            Name = node["name"]?.NonEmptyText() ?? defaultName,
            Match = node["match"]?.Pattern(),
            IsForSubAgents = node["subAgent"]?.Flag() ?? false,
            Turns = turns,
            WorkingDirectory = (node["cwd"] ?? root["cwd"]) is { } cwd ? AbsolutePath(cwd) : null,
            End = (node["end"] ?? root["end"])?.Text() ?? "Done.",
            Usage = (node["usage"] ?? root["usage"]) is { } usage ? ScriptTurnReader.Usage(usage) : null,
            Captures = turns.SelectMany(turn => turn.Capture.Keys).ToHashSet(),
        };
    }

    private static string AbsolutePath(ScriptNode node) =>
        node.Text() is var path && System.IO.Path.IsPathFullyQualified(path) ? path : throw node.Wrong("it must be an absolute path");
}
