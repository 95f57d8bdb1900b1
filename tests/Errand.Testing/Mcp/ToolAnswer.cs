using System.Text.Json.Nodes;

namespace Errand.Testing.Mcp;

/// <summary>What a tool call brought.</summary>
/// <param name="Text">The text that the model sees.</param>
/// <param name="IsError">Whether it is marked as an error.</param>
/// <param name="Raw">The whole result.</param>
public sealed record ToolAnswer(string Text, bool IsError, JsonObject Raw)
{
    public static ToolAnswer Of(JsonObject result) =>
        new(string.Join('\n', result["content"]!.AsArray().Select(block => (string?)block!["text"])), (bool?)result["isError"] == true, result);

    /// <summary>The first line.</summary>
    public string Head => Text.Split('\n')[0];
}
