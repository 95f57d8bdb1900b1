using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record ResponsesReasoning(string Text) : ResponsesItem("rs")
{
    // Clients that store nothing send it back as they got it; any text will do.
    private const string EncryptedContent = "scripted";

    public override JsonObject Added() => Item(new JsonArray());

    public override IEnumerable<JsonObject> Steps()
    {
        yield return new JsonObject { ["type"] = "response.reasoning_summary_part.added", ["summary_index"] = 0, ["part"] = Part("") };
        foreach (var piece in TextPieces.Of(Text))
            yield return new JsonObject { ["type"] = "response.reasoning_summary_text.delta", ["summary_index"] = 0, ["delta"] = piece };
        yield return new JsonObject { ["type"] = "response.reasoning_summary_text.done", ["summary_index"] = 0, ["text"] = Text };
        yield return new JsonObject { ["type"] = "response.reasoning_summary_part.done", ["summary_index"] = 0, ["part"] = Part(Text) };
    }

    public override JsonObject Done() => Item(new JsonArray(Part(Text)));

    private JsonObject Item(JsonArray summary) =>
        new() { ["type"] = "reasoning", ["id"] = Id, ["summary"] = summary, ["encrypted_content"] = EncryptedContent };

    private static JsonObject Part(string text) => new() { ["type"] = "summary_text", ["text"] = text };
}
