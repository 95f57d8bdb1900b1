using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>What the Messages endpoint demands of a conversation.</summary>
internal static class AnthropicRules
{
    public static IEnumerable<RuleBreak> Check(JsonElement body, IHeaderDictionary headers)
    {
        if (string.IsNullOrEmpty(headers["anthropic-version"]))
            yield return new(ScriptedRule.Shape, "the header 'anthropic-version' is missing.");
        if (string.IsNullOrEmpty(body.Text("model")))
            yield return new(ScriptedRule.Shape, "'model' must be a string.");
        if (body.Member("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            yield return new(ScriptedRule.Shape, "'messages' must be a list with at least one message.");
            yield break;
        }

        foreach (var broken in CheckTools(body.List("tools")).Concat(CheckMessages([.. messages.EnumerateArray()])))
            yield return broken;
    }

    private static IEnumerable<RuleBreak> CheckTools(IReadOnlyList<JsonElement> tools)
    {
        var names = new HashSet<string>();
        foreach (var (index, tool) in tools.Index())
        {
            if (tool.Text("name") is not { Length: > 0 } name)
                yield return new(ScriptedRule.Shape, $"tools[{index}] has no name.");
            else if (!names.Add(name))
                yield return new(ScriptedRule.Duplicate, $"tools[{index}]: the name '{name}' is used twice.");
            else if (tool.Text("type") is null or "custom" && tool.Member("input_schema")?.Text("type") != "object")
                yield return new(ScriptedRule.Shape, $"tools[{index}] '{name}': 'input_schema' must be a schema of type object.");
        }
    }

    private static IEnumerable<RuleBreak> CheckMessages(IReadOnlyList<JsonElement> messages)
    {
        var calls = new HashSet<string>();
        var open = new List<string>();
        var last = "";
        foreach (var (index, message) in messages.Index())
        {
            var role = message.Text("role") ?? "";
            if (role is not ("user" or "assistant" or "system"))
            {
                yield return new(ScriptedRule.Role, $"messages[{index}]: the role '{role}' is not one of user, assistant, system.");
                continue;
            }

            if (role != "user" && last.Length == 0)
                yield return new(ScriptedRule.Role, $"messages[{index}]: a conversation begins with the user, not with '{role}'.");
            if (message.Member("content") is not { ValueKind: JsonValueKind.String or JsonValueKind.Array } content)
            {
                yield return new(ScriptedRule.Shape, $"messages[{index}]: 'content' must be a string or a list of blocks.");
                continue;
            }

            // A message in the middle that speaks for the system must not come between calls and their results.
            if (open.Count > 0 && role != "user")
                yield return Unanswered(index, open);

            JsonElement[] blocks = content.ValueKind == JsonValueKind.Array ? [.. content.EnumerateArray()] : [];
            foreach (var broken in role == "user" ? CheckResults(index, blocks, open) : CheckCalls(index, blocks, role, calls, open))
                yield return broken;
            last = role == "system" ? last : role;
        }

        if (open.Count > 0)
            yield return Unanswered(messages.Count, open);
        if (last == "assistant")
            yield return new(ScriptedRule.Role, "the last message is the assistant's own; the user has to speak.");
    }

    private static IEnumerable<RuleBreak> CheckCalls(int index, JsonElement[] blocks, string role, HashSet<string> calls, List<string> open)
    {
        open.Clear();
        foreach (var (at, block) in blocks.Index())
        {
            var place = $"messages[{index}].content[{at}]";
            switch (block.Text("type"))
            {
                case "tool_use" when role == "assistant":
                    if (block.Text("id") is not { Length: > 0 } id || block.Text("name") is not { Length: > 0 })
                        yield return new(ScriptedRule.Shape, $"{place}: a tool_use needs an 'id' and a 'name'.");
                    else if (!calls.Add(id))
                        yield return new(ScriptedRule.Duplicate, $"{place}: the id '{id}' is used twice.");
                    else if (block.Member("input") is not { ValueKind: JsonValueKind.Object })
                        yield return new(ScriptedRule.Shape, $"{place}: the input of '{id}' must be an object.");
                    else
                        open.Add(id);
                    break;
                case "tool_use" or "tool_result":
                    yield return new(ScriptedRule.Role, $"{place}: a {block.Text("type")} in a message of the {role}.");
                    break;
                case "thinking" when block.Text("signature") is null:
                    yield return new(ScriptedRule.Shape, $"{place}: a thinking block without its signature.");
                    break;
                case null:
                    yield return new(ScriptedRule.Shape, $"{place}: a block without a type.");
                    break;
            }
        }
    }

    private static IEnumerable<RuleBreak> CheckResults(int index, JsonElement[] blocks, List<string> open)
    {
        var expected = open.ToList();
        open.Clear();
        var answered = new HashSet<string>();
        var sawOther = false;
        foreach (var (at, block) in blocks.Index())
        {
            var place = $"messages[{index}].content[{at}]";
            switch (block.Text("type"))
            {
                case "tool_result":
                    var id = block.Text("tool_use_id") ?? "";
                    if (!expected.Contains(id))
                        yield return new(ScriptedRule.OrphanResult, $"{place}: the result for '{id}' has no call in the message before.");
                    else if (!answered.Add(id))
                        yield return new(ScriptedRule.Duplicate, $"{place}: a second result for '{id}'.");
                    else if (sawOther)
                        yield return new(ScriptedRule.UnansweredCall, $"{place}: the result for '{id}' comes after other content; results come first.");
                    break;
                case "tool_use" or "thinking" or "redacted_thinking":
                    yield return new(ScriptedRule.Role, $"{place}: a {block.Text("type")} in a message of the user.");
                    break;
                case null:
                    yield return new(ScriptedRule.Shape, $"{place}: a block without a type.");
                    break;
                default:
                    sawOther = true;
                    break;
            }
        }

        expected.RemoveAll(answered.Contains);
        if (expected.Count > 0)
            yield return Unanswered(index, expected);
    }

    private static RuleBreak Unanswered(int index, IEnumerable<string> ids) =>
        new(ScriptedRule.UnansweredCall, $"messages[{index}] should begin with the result for {string.Join(", ", ids.Select(id => $"'{id}'"))}.");
}
