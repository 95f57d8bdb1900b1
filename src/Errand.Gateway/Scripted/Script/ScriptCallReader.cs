using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

internal static class ScriptCallReader
{
    private const double MaxShellSeconds = 3600;

    public static ScriptCall Read(ScriptNode node)
    {
        if (node.Value.ValueKind != JsonValueKind.Object)
            throw node.Wrong("it must be an object");

        return node["tool"] is { } tool
            ? tool.OneOf<Func<ScriptNode, ScriptCall>>(("write", Write), ("edit", Edit), ("read", ReadFile), ("shell", Shell))(node)
            : node["name"] is not null
                ? Named(node)
                : throw node.Wrong("it must have either 'tool' (\"write\", \"edit\", \"read\" or \"shell\") or 'name', the name of a tool");
    }

    private static ReadCall ReadFile(ScriptNode node) => new(node.Object("tool", "path").Path, node.Required("path").NonEmptyText());

    private static WriteCall Write(ScriptNode node) =>
        new(node.Object("tool", "path", "text").Path, node.Required("path").NonEmptyText(), node.Required("text").Text());

    private static EditCall Edit(ScriptNode node) =>
        new(node.Object("tool", "path", "old", "new").Path, node.Required("path").NonEmptyText(), node.Required("old").NonEmptyText(), node.Required("new").Text());

    private static ShellCall Shell(ScriptNode node) =>
        new(node.Object("tool", "command", "timeout").Path, node.Required("command").NonEmptyText(), node["timeout"]?.Seconds(1, MaxShellSeconds));

    private static NamedCall Named(ScriptNode node)
    {
        node.Object("server", "name", "input");
        var name = node.Required("name").NonEmptyText();
        var server = node["server"]?.NonEmptyText();
        // The form in which one client shows MCP tools is understood for both.
        if (server is null && name.Split("__", 3) is ["mcp", { Length: > 0 } prefix, { Length: > 0 } rest])
            (server, name) = (prefix, rest);

        return new NamedCall(node.Path, server, name, Input(node["input"]));
    }

    private static JsonNode Input(ScriptNode? input) => input switch
    {
        null => new JsonObject(),
        { Value.ValueKind: JsonValueKind.Object or JsonValueKind.String } given => given.Copy(),
        { } given => throw given.Wrong("it must be an object, or a string for a freeform tool"),
    };
}
