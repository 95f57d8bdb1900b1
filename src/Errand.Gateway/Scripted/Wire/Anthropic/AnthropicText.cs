using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record AnthropicText(string Text) : AnthropicBlock
{
    public override JsonObject Start() => new() { ["type"] = "text", ["text"] = "" };

    public override IEnumerable<JsonObject> Deltas() =>
        TextPieces.Of(Text).Select(piece => new JsonObject { ["type"] = "text_delta", ["text"] = piece });

    public override JsonObject Whole() => new() { ["type"] = "text", ["text"] = Text };
}
