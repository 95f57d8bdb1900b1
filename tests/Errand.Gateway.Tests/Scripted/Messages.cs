using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>Requests of the Messages protocol, as Claude Code makes them.</summary>
internal static class Messages
{
    private static readonly string[] AllTools = ["Bash", "Edit", "Read", "Write", "mcp__errand__start"];

    public static JsonObject Request(params JsonObject[] messages) => RequestWith(AllTools, messages);

    public static JsonObject RequestWith(string[] tools, params JsonObject[] messages) => new()
    {
        ["model"] = "deepseek-chat",
        ["max_tokens"] = 32000,
        ["stream"] = true,
        ["system"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "# Environment\n - Primary working directory: /home/a b/work\n - Platform: linux" }),
        ["messages"] = new JsonArray([.. messages]),
        ["tools"] = new JsonArray([.. tools.Select(name => new JsonObject
        {
            ["name"] = name,
            ["input_schema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() },
        })]),
    };

    public static JsonObject User(string text) => Message("user", new JsonArray(
        new JsonObject { ["type"] = "text", ["text"] = "<system-reminder>\nToday is a day.\n</system-reminder>" },
        new JsonObject { ["type"] = "text", ["text"] = text }));

    public static JsonObject Assistant(string text, params string[] callIds)
    {
        var content = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text });
        foreach (var id in callIds)
            content.Add((JsonNode)new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = "Bash", ["input"] = new JsonObject() });
        return Message("assistant", content);
    }

    public static JsonObject Results(params (string Id, string Text)[] results) => Message("user", new JsonArray(
        [.. results.Select(result => new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = result.Id, ["content"] = result.Text })]));

    public static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    /// <summary>The first turn of a conversation that is known by its session.</summary>
    public static (string Name, string Value) Session(string id) => ("x-claude-code-session-id", id);
}
