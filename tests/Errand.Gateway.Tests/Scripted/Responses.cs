using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>Requests of the Responses protocol, as Codex makes them.</summary>
internal static class Responses
{
    /// <summary>Tools one by one, as for a model that Codex does not know.</summary>
    public static JsonObject Request(params JsonObject[] items) => new()
    {
        ["model"] = "deepseek-chat",
        ["stream"] = true,
        ["store"] = false,
        ["input"] = new JsonArray([Environment, .. items]),
        ["tools"] = new JsonArray(
            Tool("function", "exec_command"),
            Tool("function", "write_stdin"),
            Namespace("mcp__errand", Tool("function", "start")),
            Namespace("multi_agent_v1", Tool("function", "spawn_agent")),
            new JsonObject { ["type"] = "web_search" }),
    };

    /// <summary>With a freeform patch tool, and MCP servers behind a search.</summary>
    public static JsonObject RequestWithPatchTool(params JsonObject[] items)
    {
        var request = Request(items);
        request["tools"] = new JsonArray(Tool("function", "exec_command"), Tool("custom", "apply_patch"), new JsonObject { ["type"] = "tool_search" });
        return request;
    }

    /// <summary>With one tool that takes programs.</summary>
    public static JsonObject RequestForPrograms(params JsonObject[] items)
    {
        var tools = new JsonObject
        {
            ["type"] = "additional_tools",
            ["role"] = "developer",
            ["tools"] = new JsonArray(Namespace("functions", Tool("custom", "exec"), Tool("function", "wait"))),
        };
        var request = Request([tools, .. items]);
        request.Remove("tools");
        return request;
    }

    public static JsonObject User(string text) => Message("user", text);

    public static JsonObject Message(string role, string text) => new()
    {
        ["type"] = "message",
        ["role"] = role,
        ["content"] = new JsonArray(new JsonObject { ["type"] = role == "assistant" ? "output_text" : "input_text", ["text"] = text }),
    };

    public static JsonObject Call(string id, string type = "function_call") => new()
    {
        ["type"] = type,
        ["call_id"] = id,
        ["name"] = "exec_command",
        [type == "function_call" ? "arguments" : "input"] = "{}",
    };

    public static JsonObject Output(string id, string text, string type = "function_call_output") => new() { ["type"] = type, ["call_id"] = id, ["output"] = text };

    public static (string Name, string Value)[] Thread(string id, string? session = null) => [("thread-id", id), ("session-id", session ?? id)];

    private static JsonObject Environment =>
        Message("user", "<environment_context>\n  <cwd>/home/a b/work</cwd>\n  <shell>bash</shell>\n</environment_context>");

    private static JsonObject Tool(string type, string name) => new() { ["type"] = type, ["name"] = name, ["parameters"] = new JsonObject { ["type"] = "object" } };

    private static JsonObject Namespace(string name, params JsonObject[] tools) =>
        new() { ["type"] = "namespace", ["name"] = name, ["tools"] = new JsonArray([.. tools]) };
}
