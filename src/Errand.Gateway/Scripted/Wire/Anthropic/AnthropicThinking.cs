using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record AnthropicThinking(string Text) : AnthropicBlock
{
    private const string Signature = "scripted";

    public override JsonObject Start() => new() { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" };

    public override IEnumerable<JsonObject> Deltas() =>
        TextPieces.Of(Text)
            .Select(piece => new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece })
            .Append(new JsonObject { ["type"] = "signature_delta", ["signature"] = Signature });

    public override JsonObject Whole() => new() { ["type"] = "thinking", ["thinking"] = Text, ["signature"] = Signature };
}
