using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal sealed record ResponsesFunctionCall(WireCall Call) : ResponsesItem("fc")
{
    public override JsonObject Added() => Item("in_progress", "");

    public override IEnumerable<JsonObject> Steps() =>
        TextPieces.Of(Call.Input)
            .Select(piece => new JsonObject { ["type"] = "response.function_call_arguments.delta", ["delta"] = piece })
            .Append(new JsonObject { ["type"] = "response.function_call_arguments.done", ["arguments"] = Call.Input });

    public override JsonObject Done() => Item("completed", Call.Input);

    private JsonObject Item(string status, string arguments)
    {
        var item = new JsonObject
        {
            ["type"] = "function_call",
            ["id"] = Id,
            ["call_id"] = ResponsesWire.Instance.CallId(Call),
            ["name"] = Call.Name,
            ["arguments"] = arguments,
            ["status"] = status,
        };
        if (Call.Namespace is not null)
            item["namespace"] = Call.Namespace;
        return item;
    }
}
