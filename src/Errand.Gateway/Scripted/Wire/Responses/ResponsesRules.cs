using System.Text.Json;

namespace Errand.Gateway.Scripted;

/// <summary>What the Responses endpoint demands of a conversation that is sent whole each time.</summary>
internal static class ResponsesRules
{
    public static IEnumerable<RuleBreak> Check(JsonElement body)
    {
        if (string.IsNullOrEmpty(body.Text("model")))
            yield return new(ScriptedRule.Shape, "'model' must be a string.");
        if (body.Text("previous_response_id") is { } previous)
            yield return new(ScriptedRule.Shape, $"'previous_response_id' is '{previous}', but nothing is stored here; send the whole conversation.");
        foreach (var broken in CheckTools("tools", body.List("tools")))
            yield return broken;

        switch (body.Member("input"))
        {
            case { ValueKind: JsonValueKind.String }:
                break;
            case { ValueKind: JsonValueKind.Array } input when input.GetArrayLength() > 0:
                foreach (var broken in CheckItems([.. input.EnumerateArray()]))
                    yield return broken;
                break;
            default:
                yield return new(ScriptedRule.Shape, "'input' must be a string or a list with at least one item.");
                break;
        }
    }

    private static IEnumerable<RuleBreak> CheckTools(string place, IReadOnlyList<JsonElement> tools)
    {
        var names = new HashSet<string>();
        foreach (var (index, tool) in tools.Index())
        {
            var type = tool.Text("type");
            var name = tool.Text("name");
            if (type is null)
                yield return new(ScriptedRule.Shape, $"{place}[{index}] has no type.");
            else if (type is "function" or "custom" or "namespace" && string.IsNullOrEmpty(name))
                yield return new(ScriptedRule.Shape, $"{place}[{index}] has no name.");
            else if (name is not null && !names.Add(name))
                yield return new(ScriptedRule.Duplicate, $"{place}[{index}]: the name '{name}' is used twice.");
            foreach (var broken in type == "namespace" ? CheckTools($"{place}[{index}].tools", tool.List("tools")) : [])
                yield return broken;
        }
    }

    private static IEnumerable<RuleBreak> CheckItems(IReadOnlyList<JsonElement> items)
    {
        var open = new Dictionary<string, string>();
        var calls = new Dictionary<string, string>();
        foreach (var (index, item) in items.Index())
        {
            var place = $"input[{index}]";
            var type = item.Text("type") ?? (item.Member("role") is not null ? "message" : "");
            foreach (var broken in type switch
            {
                "" => [new RuleBreak(ScriptedRule.Shape, $"{place} has no type.")],
                "message" => CheckMessage(place, item),
                "additional_tools" => CheckTools($"{place}.tools", item.List("tools")),
                _ when type.EndsWith("_call_output", StringComparison.Ordinal) => CheckOutput(place, item, type, calls, open),
                // Calls that the endpoint itself runs, such as web_search_call, carry no call_id and wait for nothing.
                _ when type.EndsWith("_call", StringComparison.Ordinal) && item.Member("call_id") is not null => CheckCall(place, item, type, calls, open),
                _ => [],
            })
            {
                yield return broken;
            }
        }

        if (open.Count > 0)
            yield return new(ScriptedRule.UnansweredCall, $"no output for {string.Join(", ", open.Keys.Select(id => $"'{id}'"))}.");
    }

    private static IEnumerable<RuleBreak> CheckMessage(string place, JsonElement item)
    {
        if (item.Text("role") is not ("user" or "assistant" or "developer" or "system"))
            yield return new(ScriptedRule.Role, $"{place}: the role '{item.Text("role")}' is not one of user, assistant, developer, system.");
        if (item.Member("content") is not { ValueKind: JsonValueKind.String or JsonValueKind.Array })
            yield return new(ScriptedRule.Shape, $"{place}: 'content' must be a string or a list of parts.");
    }

    private static IEnumerable<RuleBreak> CheckCall(
        string place, JsonElement item, string type, Dictionary<string, string> calls, Dictionary<string, string> open)
    {
        var id = item.Text("call_id") ?? "";
        if (!calls.TryAdd(id, type))
            yield return new(ScriptedRule.Duplicate, $"{place}: the call_id '{id}' is used twice.");
        else if (type == "function_call" && (item.Text("name") is null || item.Text("arguments") is null))
            yield return new(ScriptedRule.Shape, $"{place}: a function_call needs 'name' and 'arguments', both strings.");
        else if (type == "custom_tool_call" && (item.Text("name") is null || item.Text("input") is null))
            yield return new(ScriptedRule.Shape, $"{place}: a custom_tool_call needs 'name' and 'input', both strings.");
        else
            open.Add(id, type);
    }

    private static IEnumerable<RuleBreak> CheckOutput(
        string place, JsonElement item, string type, Dictionary<string, string> calls, Dictionary<string, string> open)
    {
        var id = item.Text("call_id") ?? "";
        if (!calls.TryGetValue(id, out var call) || $"{call}_output" != type)
            yield return new(ScriptedRule.OrphanResult, $"{place}: the {type} for '{id}' has no call of its kind before it.");
        // A freeform tool may report while it runs, so only functions are held to one output.
        else if (!open.Remove(id) && type == "function_call_output")
            yield return new(ScriptedRule.Duplicate, $"{place}: a second output for '{id}'.");
        else if (item.Member("output") is null && type is "function_call_output" or "custom_tool_call_output")
            yield return new(ScriptedRule.Shape, $"{place}: the output for '{id}' is missing.");
    }
}
