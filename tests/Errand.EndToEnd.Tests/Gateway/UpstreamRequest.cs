using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>What an endpoint of Chat Completions was sent, as a text that people review: all parameters, and of messages and tools what a translation could get wrong.</summary>
internal static partial class UpstreamRequest
{
    private const int ShownCharacters = 72;
    private const int ShownArgumentCharacters = 160;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parameters, names of tools, and a line or a few for each message.</summary>
    public static string Show(string body)
    {
        JsonObject root = JsonNode.Parse(body)!.AsObject();
        var ids = new Dictionary<string, string>();
        var text = new StringBuilder($"parameters {Parameters(body)}\ntools ");
        text.AppendJoin(", ", (root["tools"]?.AsArray() ?? []).Select(tool => tool!["function"]!["name"])).Append('\n');
        List<(string Order, string Text)> lines = [.. Messages(root).Select(message => Message(message, ids))];
        while (lines.Count > 0)
        {
            // Workers send results as they come, so those of parallel calls stand in no certain order.
            List<(string Order, string Text)> next = [.. lines.TakeWhile(line => line.Order.Length > 0).Order()];
            next = next.Count > 0 ? next : [lines[0]];
            text.AppendJoin('\n', next.Select(line => line.Text)).Append('\n');
            lines.RemoveRange(0, next.Count);
        }

        return text.ToString();
    }

    /// <summary>All but messages, tools and the model's name.</summary>
    public static string Parameters(string body)
    {
        JsonObject root = JsonNode.Parse(body)!.AsObject();
        foreach (string name in (string[])["messages", "tools", "model"])
            root.Remove(name);
        return root.ToJsonString(Readable);
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

    // Codex tells of an agent's end when it notices, which may be in one request or in the next.
    private static IEnumerable<JsonObject> Messages(JsonNode root) => root["messages"]!.AsArray()
        .Select(message => message!.AsObject())
        .Where(message => message["content"]?.ToString().StartsWith("<subagent_notification>", StringComparison.Ordinal) != true);

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
    [GeneratedRegex(@"\A(?:Chunk ID|Exit code|Wall time).*\nOutput:\n", RegexOptions.Singleline)]
    private static partial Regex Head();

    /// <summary>Ids, and the names that go with them.</summary>
    [GeneratedRegex("(?:[0-9a-f]+-){4}[0-9a-f]+|a[0-9a-f]{16}|(?<=\"nickname\":\")[^\"]+")]
    private static partial Regex Numbers();
}
