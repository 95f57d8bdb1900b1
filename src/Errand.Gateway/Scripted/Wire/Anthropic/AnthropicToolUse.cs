using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record AnthropicToolUse(WireCall Call) : AnthropicBlock
{
    public override JsonObject Start() => With(new JsonObject());

    // The real endpoint opens with an empty piece.
    public override IEnumerable<JsonObject> Deltas() =>
        TextPieces.Of(Call.Input).Prepend("").Select(piece => new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece });

    public override JsonObject Whole() => With(JsonNode.Parse(Call.Input)!);

    public static string IdOf(WireCall call) => $"toolu_{call.Id}";

    private JsonObject With(JsonNode input) => new()
    {
        ["type"] = "tool_use",
        ["id"] = IdOf(Call),
        ["name"] = Call.Name,
        ["input"] = input,
    };
}
