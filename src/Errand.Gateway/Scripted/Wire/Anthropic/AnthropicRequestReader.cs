using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

internal static partial class AnthropicRequestReader
{
    // The permission classifier of Claude Code asks for one word in so few tokens.
    private const int ClassifierMaxTokens = 64;

    public static ModelRequest Read(AnthropicWire wire, JsonElement body, IHeaderDictionary headers)
    {
        var messages = body.List("messages");
        var users = messages.Where(message => message.Text("role") == "user").Select(UserText).Where(text => text.Length > 0).ToList();
        var lastAnswer = messages.Count;
        while (lastAnswer > 0 && messages[lastAnswer - 1].Text("role") != "assistant")
            lastAnswer--;
        var agent = headers["x-claude-code-agent-id"].ToString();
        var first = users.FirstOrDefault() ?? "";
        return new ModelRequest
        {
            Wire = wire,
            Model = body.Text("model") ?? "",
            Stream = body.IsTrue("stream"),
            Conversation = SessionOf(body, headers) is { } session ? $"{session} {agent}" : $"messages {first}",
            IsSubAgent = agent.Length > 0,
            FirstUserText = first,
            LastUserText = users.LastOrDefault() ?? "",
            Results = [.. messages.SelectMany(Results)],
            NewResults = [.. messages.Skip(lastAnswer).SelectMany(Results)],
            Tools = [.. body.List("tools").Select(tool => new OfferedTool(null, tool.Text("name") ?? "", "function"))],
            WorkingDirectory = WorkingDirectoryOf(body),
            SideAnswer = SideAnswer(body),
        };
    }

    private static string? SessionOf(JsonElement body, IHeaderDictionary headers)
    {
        if (headers["x-claude-code-session-id"].ToString() is { Length: > 0 } session)
            return session;

        return body.Member("metadata")?.Text("user_id");
    }

    private static IEnumerable<ToolResult> Results(JsonElement message) =>
        message.List("content")
            .Where(block => block.Text("type") == "tool_result")
            .Select(block => new ToolResult(block.Text("tool_use_id") ?? "", block.Member("content")?.ContentText() ?? "", block.IsTrue("is_error")));

    private static string UserText(JsonElement message)
    {
        if (message.Member("content") is not { } content)
            return "";
        if (content.ValueKind == JsonValueKind.String)
            return ClientTexts.Without(content.GetString()!);

        return string.Join('\n', message.List("content")
            .Where(block => block.Text("type") == "text")
            .Select(block => ClientTexts.Without(block.Text("text") ?? ""))
            .Where(text => text.Length > 0));
    }

    private static string? WorkingDirectoryOf(JsonElement body)
    {
        var system = body.Member("system")?.ContentText() ?? "";
        return DirectoryLine().Match(system) is { Success: true } line ? line.Groups[1].Value.Trim() : null;
    }

    private static string? SideAnswer(JsonElement body)
    {
        if (body.List("tools").Count > 0)
            return null;
        if (body.Member("output_config")?.Member("format")?.Member("schema") is { } schema)
            return SchemaFiller.Fill(schema).ToJsonString();

        return !body.IsTrue("stream") && body.Member("max_tokens") is { ValueKind: JsonValueKind.Number } max && max.TryGetInt32(out var tokens) && tokens <= ClassifierMaxTokens
            ? "ok"
            : null;
    }

    [GeneratedRegex(@"[Ww]orking directory: *(/[^\r\n]*)", RegexOptions.CultureInvariant)]
    private static partial Regex DirectoryLine();
}
