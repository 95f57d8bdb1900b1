using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record ResponsesMessage(string Text) : ResponsesItem("msg")
{
    public override JsonObject Added() => Item("in_progress", new JsonArray());

    public override IEnumerable<JsonObject> Steps()
    {
        yield return new JsonObject { ["type"] = "response.content_part.added", ["content_index"] = 0, ["part"] = Part("") };
        foreach (var piece in TextPieces.Of(Text))
            yield return new JsonObject { ["type"] = "response.output_text.delta", ["content_index"] = 0, ["delta"] = piece };
        yield return new JsonObject { ["type"] = "response.output_text.done", ["content_index"] = 0, ["text"] = Text };
        yield return new JsonObject { ["type"] = "response.content_part.done", ["content_index"] = 0, ["part"] = Part(Text) };
    }

    public override JsonObject Done() => Item("completed", new JsonArray(Part(Text)));

    private JsonObject Item(string status, JsonArray content) =>
        new() { ["type"] = "message", ["id"] = Id, ["status"] = status, ["role"] = "assistant", ["content"] = content };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() };
}
