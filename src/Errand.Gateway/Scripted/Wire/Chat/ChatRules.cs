using System.Text.Json;
using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>What strict Chat Completions backends demand of a request.</summary>
internal static partial class ChatRules
{
    private const int MaxDepth = 1000;

    public static IEnumerable<RuleBreak> Check(JsonElement body)
    {
        if (string.IsNullOrEmpty(body.Text("model")))
            yield return new(ScriptedRule.Shape, "'model' must be a string.");
        if (body.Member("stream_options") is not null && !body.IsTrue("stream"))
            yield return new(ScriptedRule.Shape, "'stream_options' is only allowed with 'stream'.");
        var tools = body.List("tools");
        if (tools.Count == 0 && (body.Member("tools") ?? body.Member("tool_choice") ?? body.Member("parallel_tool_calls")) is not null)
            yield return new(ScriptedRule.Shape, "'tools' must not be empty, and 'tool_choice' and 'parallel_tool_calls' not stand without it.");
        if (body.Member("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            yield return new(ScriptedRule.Shape, "'messages' must be a list with at least one message.");
            yield break;
        }

        foreach (var broken in CheckTools(tools).Concat(CheckMessages([.. messages.EnumerateArray()])))
            yield return broken;
    }

    private static IEnumerable<RuleBreak> CheckTools(IReadOnlyList<JsonElement> tools)
    {
        var names = new HashSet<string>();
        foreach (var (index, tool) in tools.Index())
        {
            var function = tool.Member("function");
            if (tool.Text("type") != "function" || function?.Text("name") is not { } name)
                yield return new(ScriptedRule.Shape, $"tools[{index}] must be of type function and have a name.");
            else if (!ToolName().IsMatch(name))
                yield return new(ScriptedRule.Shape, $"tools[{index}]: the name '{name}' is not 1 to 64 of the characters a-z, A-Z, 0-9, _ and -.");
            else if (!names.Add(name))
                yield return new(ScriptedRule.Duplicate, $"tools[{index}]: the name '{name}' is used twice.");
            else if (function?.Member("parameters")?.Text("type") != "object")
                yield return new(ScriptedRule.Shape, $"tools[{index}] '{name}': 'parameters' must be a schema of type object.");
        }
    }

    private static IEnumerable<RuleBreak> CheckMessages(IReadOnlyList<JsonElement> messages)
    {
        var open = new List<string>();
        foreach (var (index, message) in messages.Index())
        {
            var place = $"messages[{index}]";
            var role = message.Text("role") ?? "";
            if (role != "tool" && open.Count > 0)
            {
                yield return Unanswered(place, open);
                open.Clear();
            }

            foreach (var broken in role switch
            {
                "system" or "developer" or "user" => CheckContent(place, message),
                "assistant" => CheckAssistant(place, message, open),
                "tool" => CheckResult(place, message, open),
                _ => [new RuleBreak(ScriptedRule.Role, $"{place}: the role '{role}' is not one of system, developer, user, assistant, tool.")],
            })
            {
                yield return broken;
            }
        }

        if (open.Count > 0)
            yield return Unanswered("the end", open);
        else if (messages[^1].Text("role") == "assistant")
            yield return new(ScriptedRule.Role, "the last message is the assistant's own; the user has to speak.");
    }

    private static IEnumerable<RuleBreak> CheckContent(string place, JsonElement message)
    {
        if (message.Member("content") is not { ValueKind: JsonValueKind.String or JsonValueKind.Array })
            yield return new(ScriptedRule.Shape, $"{place}: 'content' must be a string or a list of parts.");
    }

    private static IEnumerable<RuleBreak> CheckAssistant(string place, JsonElement message, List<string> open)
    {
        var calls = message.List("tool_calls");
        if (calls.Count == 0 && message.Member("tool_calls") is not null)
            yield return new(ScriptedRule.Shape, $"{place}: 'tool_calls' must be a list with at least one call.");
        foreach (var broken in calls.Count == 0 ? CheckContent(place, message) : [])
            yield return broken;
        foreach (var (at, call) in calls.Index())
        {
            if (call.Text("id") is not { Length: > 0 } id || call.Text("type") != "function" || call.Member("function")?.Text("name") is not { Length: > 0 })
                yield return new(ScriptedRule.Shape, $"{place}.tool_calls[{at}] needs an 'id', the type function and a name.");
            else if (open.Contains(id))
                yield return new(ScriptedRule.Duplicate, $"{place}.tool_calls[{at}]: the id '{id}' is used twice.");
            else if (!IsObject(call.Member("function")?.Text("arguments")))
                yield return new(ScriptedRule.Shape, $"{place}.tool_calls[{at}]: the arguments of '{id}' must be a string that holds a JSON object.");
            else
                open.Add(id);
        }
    }

    private static IEnumerable<RuleBreak> CheckResult(string place, JsonElement message, List<string> open)
    {
        var id = message.Text("tool_call_id") ?? "";
        if (!open.Remove(id))
            yield return new(ScriptedRule.OrphanResult, $"{place}: the result for '{id}' has no open call in the message before.");
        foreach (var broken in CheckContent(place, message))
            yield return broken;
    }

    private static RuleBreak Unanswered(string place, IEnumerable<string> ids) =>
        new(ScriptedRule.UnansweredCall, $"before {place} should stand the result for {string.Join(", ", ids.Select(id => $"'{id}'"))}.");

    private static bool IsObject(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "", new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex ToolName();
}
