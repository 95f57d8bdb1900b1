using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record ResponsesCustomCall(WireCall Call) : ResponsesItem("ctc")
{
    public override JsonObject Added() => Item("in_progress", "");

    public override IEnumerable<JsonObject> Steps() =>
        TextPieces.Of(Call.Input)
            .Select(piece => new JsonObject { ["type"] = "response.custom_tool_call_input.delta", ["delta"] = piece })
            .Append(new JsonObject { ["type"] = "response.custom_tool_call_input.done", ["input"] = Call.Input });

    public override JsonObject Done() => Item("completed", Call.Input);

    private JsonObject Item(string status, string input)
    {
        var item = new JsonObject
        {
            ["type"] = "custom_tool_call",
            ["id"] = Id,
            ["call_id"] = ResponsesWire.Instance.CallId(Call),
            ["name"] = Call.Name,
            ["input"] = input,
            ["status"] = status,
        };
        if (Call.Namespace is not null)
            item["namespace"] = Call.Namespace;
        return item;
    }
}
