using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>What an endpoint was sent, as a text that people review: all parameters, and of messages and tools what a translation could get wrong.</summary>
internal static partial class UpstreamRequest
{
    private const int ShownCharacters = 72;
    private const int ShownArgumentCharacters = 160;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For Chat Completions: parameters, names of tools, and a line or a few for each message.</summary>
    public static string Show(string body)
    {
        JsonObject root = JsonNode.Parse(body)!.AsObject();
        var ids = new Dictionary<string, string>();
        var text = new StringBuilder($"parameters {Parameters(body)}\ntools ");
        text.AppendJoin(", ", (root["tools"]?.AsArray() ?? []).Select(tool => tool!["function"]!["name"])).Append('\n');
        IEnumerable<(string Order, string Text)> lines = Messages(root).Select(message => Message(message, ids));
        return text.AppendJoin('\n', InCertainOrder(lines, line => line.Order).Select(line => line.Text)).Append('\n').ToString();
    }

    /// <summary>All but messages, tools and the model's name.</summary>
    public static string Parameters(string body)
    {
        JsonObject root = JsonNode.Parse(body)!.AsObject();
        foreach (string name in (string[])["messages", "input", "system", "instructions", "tools", "model"])
            root.Remove(name);
        return root.ToJsonString(Readable);
    }

    /// <summary>For the other protocols: parameters, names of tools, and each message or item as JSON whose texts are cut.</summary>
    public static string ShowItems(string body)
    {
        JsonNode root = JsonNode.Parse(body)!;
        var ids = new Dictionary<string, string>();
        IEnumerable<JsonNode?> tools = root["tools"]?.AsArray() ?? [];
        IEnumerable<JsonNode?> prompt = root["system"] is JsonArray blocks ? blocks : [(root["system"] ?? root["instructions"])?.DeepClone()];
        JsonArray items = (root["messages"] ?? root["input"])!.AsArray();
        foreach (JsonNode? item in items)
            RemoveNotification(item!["content"] as JsonArray ?? []);
        return $"""
            parameters {Parameters(body)}
            tools {string.Join(", ", tools.Select(tool => (tool!["name"] ?? tool["type"])!.ToString()))}
            prompt {string.Join(", ", prompt.Select(part => Cut(part, ids)?.ToJsonString(Readable)))}
              {string.Join("\n  ", InCertainOrder(items.Select(item => Cut(item, ids)!), ResultOf).Select(item => item.ToJsonString(Readable)))}

            """;
    }

    /// <summary>The members of the messages, without their texts.</summary>
    public static string Outline(string body) =>
        string.Join(" | ", Messages(JsonNode.Parse(body)!).Select(message => string.Join(' ', message.Select(member => member.Key switch
        {
            "role" => member.Value!.ToString(),
            "content" => member.Value is null ? "null" : member.Value is JsonArray parts ? $"{parts.Count} parts" : "text",
            "tool_calls" => $"{member.Value!.AsArray().Count} calls",
            "tool_call_id" => "id",
            _ => $"{member.Key} {(member.Value?.ToString() is { Length: 0 } ? "empty" : "text")}",
        }))));

    private static IEnumerable<JsonObject> Messages(JsonNode root) => root["messages"]!.AsArray()
        .Select(message => message!.AsObject())
        .Where(message => !IsNotification(message["content"]));

    // Workers send results as they come, so those of parallel calls stand in no certain order.
    private static IEnumerable<T> InCertainOrder<T>(IEnumerable<T> items, Func<T, string> resultOf)
    {
        List<T> results = [];
        foreach (T item in items)
        {
            if (resultOf(item).Length > 0)
            {
                results.Add(item);
                continue;
            }

            foreach (T result in results.OrderBy(resultOf, StringComparer.Ordinal))
                yield return result;
            results.Clear();
            yield return item;
        }

        foreach (T result in results.OrderBy(resultOf, StringComparer.Ordinal))
            yield return result;
    }

    private static string ResultOf(JsonNode item) =>
        (item as JsonObject)?["type"]?.ToString() is "tool_result" or "function_call_output" ? (item["tool_use_id"] ?? item["call_id"])!.ToString() : "";

    private static void RemoveNotification(JsonArray blocks)
    {
        for (int index = blocks.Count - 1; index > 0; index--)
        {
            if (!IsNotification(blocks[index]!["text"]))
                continue;

            // Where it would be without.
            if (blocks[index]!["cache_control"] is { } mark)
                blocks[index - 1]!["cache_control"] = mark.DeepClone();
            blocks.RemoveAt(index);
        }
    }

    // Codex tells of an agent's end when it notices, which may be in one request or in the next.
    private static bool IsNotification(JsonNode? text) => text?.ToString().StartsWith("<subagent_notification>", StringComparison.Ordinal) == true;

    /// <returns>The line, and for a result what it is ordered by.</returns>
    private static (string Order, string Text) Message(JsonObject message, Dictionary<string, string> ids)
    {
        var line = new StringBuilder($"  {message["role"]}");
        string order = "";
        foreach ((string name, JsonNode? value) in message)
        {
            switch (name)
            {
                case "role":
                    break;
                case "content":
                    line.Append(' ').Append(Content(value));
                    break;
                case "tool_call_id":
                    order = ids.GetValueOrDefault(value!.ToString(), "unknown call");
                    line.Append(' ').Append(order);
                    break;
                case "tool_calls":
                    foreach (JsonNode? call in value!.AsArray())
                    {
                        string id = $"call-{ids.Count + 1}";
                        ids.Add(call!["id"]!.ToString(), id);
                        line.Append($"\n    {id} {call["function"]!["name"]} {Short(call["function"]!["arguments"]!.ToString(), ShownArgumentCharacters)}");
                    }

                    break;
                default:
                    line.Append($"\n    {name} {value?.ToJsonString(Readable) ?? "null"}");
                    break;
            }
        }

        return (order, line.ToString());
    }

    private static JsonNode? Cut(JsonNode? node, Dictionary<string, string> ids) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Key is "id" or "call_id" or "tool_use_id" && member.Value is not null ? JsonValue.Create(Numbered(member.Value.ToString(), ids)) : Cut(member.Value, ids)))),
        JsonArray items => new JsonArray([.. InCertainOrder(items.Select(item => Cut(item, ids)!), ResultOf)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Short(value.ToString()),
        _ => node?.DeepClone(),
    };

    private static string Numbered(string id, Dictionary<string, string> ids)
    {
        if (!ids.TryGetValue(id, out string? number))
            ids.Add(id, number = $"id-{ids.Count + 1}");
        return number;
    }

    private static string Content(JsonNode? content) => content switch
    {
        null => "null",
        JsonArray parts => $"[{string.Join(", ", parts.Select(part => $"{part!["type"]} {Content(part["text"])}"))}]",
        _ => $"\"{Short(content.ToString())}\"",
    };

    private static string Short(string text, int length = ShownCharacters)
    {
        string line = Numbers().Replace(Added().Replace(Head().Replace(text, ""), "<$1>…"), "#").Trim().ReplaceLineEndings("\\n");
        return line.Length <= length ? line : $"{line[..length]}…";
    }

    /// <summary>What workers say around the user's words.</summary>
    [GeneratedRegex(@"<(system-reminder|environment_context)>.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex Added();

    /// <summary>Time and number before a command's output.</summary>
    [GeneratedRegex(@"\A(?:Chunk ID|Exit code|Script completed|Wall time).*\nOutput:\n", RegexOptions.Singleline)]
    private static partial Regex Head();

    /// <summary>Ids, the names that go with them, and times.</summary>
    [GeneratedRegex("(?:[0-9a-f]+-){4}[0-9a-f]+|a[0-9a-f]{16}|(?<=\"(?:chunk_id|nickname)\":\")[^\"]+|(?<=_seconds\":)[0-9.]+")]
    private static partial Regex Numbers();
}
