using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>Requests of the Chat Completions protocol, as a gateway makes them of a client's.</summary>
internal static class ChatCompletions
{
    public static JsonObject Request(params JsonObject[] messages) => RequestWith(["Bash", "Read", "Write", "mcp__errand__start"], messages);

    public static JsonObject RequestWith(string[] tools, params JsonObject[] messages) => new()
    {
        ["model"] = "deepseek-chat",
        ["stream"] = true,
        ["stream_options"] = new JsonObject { ["include_usage"] = true },
        ["messages"] = new JsonArray([Message("system", "Working directory: /home/a b/work"), .. messages]),
        ["tools"] = new JsonArray([.. tools.Select(name => Tool(name))]),
    };

    public static JsonObject Tool(string name, string property = "x") => new()
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = name,
            ["parameters"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { [property] = new JsonObject { ["type"] = "string" } } },
        },
    };

    public static JsonObject User(string text) => Message("user", $"<system-reminder>\nToday is a day.\n</system-reminder>\n\n{text}");

    public static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };

    public static JsonObject Calls(params string[] ids) => new()
    {
        ["role"] = "assistant",
        ["content"] = null,
        ["tool_calls"] = new JsonArray([.. ids.Select(id => new JsonObject
        {
            ["id"] = id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = "Bash", ["arguments"] = "{}" },
        })]),
    };

    public static JsonObject Result(string id, string text) => new() { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = text };
}
