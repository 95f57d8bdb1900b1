using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

internal static class ChatRequestReader
{
    /// <summary>The one property of a function that stands for a tool which takes text.</summary>
    public const string TextProperty = "input";

    // The permission classifier of Claude Code asks for one word in so few tokens.
    private const int ClassifierMaxTokens = 64;

    public static ModelRequest Read(ChatWire wire, JsonElement body, IHeaderDictionary headers)
    {
        var messages = body.List("messages");
        var texts = messages.Where(message => message.Text("role") == "user").Select(message => message.Member("content")?.ContentText() ?? "").ToList();
        var users = texts.Select(ClientTexts.Without).Where(text => text.Length > 0).ToList();
        var lastAnswer = messages.Count;
        while (lastAnswer > 0 && messages[lastAnswer - 1].Text("role") != "assistant")
            lastAnswer--;
        var first = users.FirstOrDefault() ?? "";
        return new ModelRequest
        {
            Wire = wire,
            Model = body.Text("model") ?? "",
            Stream = body.IsTrue("stream"),
            WantsUsage = body.Member("stream_options")?.IsTrue("include_usage") == true,
            Conversation = SessionOf(headers) ?? $"chat {first}",
            IsSubAgent = IsSubAgent(headers),
            FirstUserText = first,
            LastUserText = users.LastOrDefault() ?? "",
            Results = [.. messages.Where(IsResult).Select(Result)],
            NewResults = [.. messages.Skip(lastAnswer).Where(IsResult).Select(Result)],
            Tools = [.. body.List("tools").Select(Tool)],
            WorkingDirectory = WorkingDirectoryOf(messages),
            SideAnswer = SideAnswer(body, messages),
        };
    }

    // The protocol has no sessions; a gateway may leave the headers of the client in front of it.
    private static string? SessionOf(IHeaderDictionary headers)
    {
        if (headers["x-claude-code-session-id"].ToString() is { Length: > 0 } session)
            return $"{session} {headers["x-claude-code-agent-id"]}";

        return headers["thread-id"].ToString() is { Length: > 0 } thread ? thread : null;
    }

    private static bool IsSubAgent(IHeaderDictionary headers) =>
        headers["x-claude-code-agent-id"].ToString().Length > 0
        || (headers["session-id"].ToString() is { Length: > 0 } session && headers["thread-id"].ToString() is { Length: > 0 } thread && session != thread);

    private static bool IsResult(JsonElement message) => message.Text("role") == "tool";

    private static ToolResult Result(JsonElement message)
    {
        var text = message.Member("content")?.ContentText() ?? "";
        return new ToolResult(message.Text("tool_call_id") ?? "", text, text.StartsWith("Error:", StringComparison.Ordinal));
    }

    private static OfferedTool Tool(JsonElement tool)
    {
        var function = tool.Member("function");
        var properties = function?.Member("parameters")?.Member("properties");
        var takesText = properties is { ValueKind: JsonValueKind.Object } all && all.EnumerateObject().Count() == 1 && all.Member(TextProperty)?.Text("type") == "string";
        return new OfferedTool(null, function?.Text("name") ?? "", takesText ? "custom" : "function");
    }

    private static string? WorkingDirectoryOf(IReadOnlyList<JsonElement> messages) => messages
        .Where(message => message.Text("role") is "system" or "developer" or "user")
        .Select(message => ClientTexts.WorkingDirectoryIn(message.Member("content")?.ContentText() ?? ""))
        .FirstOrDefault(directory => directory is not null);

    private static string? SideAnswer(JsonElement body, IReadOnlyList<JsonElement> messages)
    {
        if (body.List("tools").Count > 0)
            return null;
        if (body.Member("response_format") is { } format)
            return format.Member("json_schema")?.Member("schema") is { } schema ? SchemaFiller.Fill(schema).ToJsonString() : FilledFromWords(messages);

        return !body.IsTrue("stream") && body.Member("max_tokens") is { ValueKind: JsonValueKind.Number } max && max.TryGetInt32(out var tokens) && tokens <= ClassifierMaxTokens
            ? "ok"
            : null;
    }

    // Where the protocol's own way to give a schema is not known, it stands at the end of the system message.
    private static string FilledFromWords(IReadOnlyList<JsonElement> messages)
    {
        var words = messages.Where(message => message.Text("role") == "system").Select(message => message.Member("content")?.ContentText() ?? "").FirstOrDefault() ?? "";
        if (words.LastIndexOf("JSON schema: ", StringComparison.Ordinal) is >= 0 and var at)
        {
            try
            {
                using var schema = JsonDocument.Parse(words[(at + "JSON schema: ".Length)..]);
                return SchemaFiller.Fill(schema.RootElement).ToJsonString();
            }
            catch (JsonException)
            {
                // Something else that ends like this.
            }
        }

        return "{}";
    }
}
