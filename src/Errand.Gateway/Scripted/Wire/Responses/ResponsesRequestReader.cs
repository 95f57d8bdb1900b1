using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

internal static partial class ResponsesRequestReader
{
    // Messages in the user's name that are the client's own.
    private static readonly string[] OwnBeginnings =
        ["<environment_context>", "<user_instructions>", "<turn_aborted>", "<subagent_notification>", "# AGENTS.md instructions"];

    public static ModelRequest Read(ResponsesWire wire, JsonElement body, IHeaderDictionary headers)
    {
        JsonElement[] items = body.Member("input") is { ValueKind: JsonValueKind.Array } input ? [.. input.EnumerateArray()] : [];
        var texts = items.Where(item => item.Text("role") == "user").Select(item => item.Member("content")?.ContentText() ?? "").ToList();
        if (body.Text("input") is { } only)
            texts.Add(only);
        var users = texts.Where(text => !OwnBeginnings.Any(start => text.TrimStart().StartsWith(start, StringComparison.Ordinal)))
            .Select(ClientTexts.Without)
            .Where(text => text.Length > 0)
            .ToList();
        var lastAnswer = items.Length;
        while (lastAnswer > 0 && !IsAnswer(items[lastAnswer - 1]))
            lastAnswer--;
        var thread = headers["thread-id"].ToString() is { Length: > 0 } id ? id : body.Text("prompt_cache_key");
        return new ModelRequest
        {
            Wire = wire,
            Model = body.Text("model") ?? "",
            Stream = body.IsTrue("stream"),
            Conversation = thread ?? $"responses {users.FirstOrDefault()}",
            IsSubAgent = headers["session-id"].ToString() is { Length: > 0 } session && thread is not null && session != thread,
            FirstUserText = users.FirstOrDefault() ?? "",
            LastUserText = users.LastOrDefault() ?? "",
            Results = [.. items.Where(IsOutput).Select(Result)],
            NewResults = [.. items.Skip(lastAnswer).Where(IsOutput).Select(Result)],
            Tools = [.. Tools(body, items)],
            WorkingDirectory = texts.SelectMany(text => DirectoryElement().Matches(text)).LastOrDefault()?.Groups[1].Value ?? WorkingDirectoryOf(body, items),
            SideAnswer = null,
        };
    }

    // Another client's prompt, as a gateway passes it on.
    private static string? WorkingDirectoryOf(JsonElement body, IEnumerable<JsonElement> items) => items
        .Where(item => item.Text("role") is "system" or "developer")
        .Select(item => item.Member("content")?.ContentText() ?? "")
        .Prepend(body.Text("instructions") ?? "")
        .Select(ClientTexts.WorkingDirectoryIn)
        .FirstOrDefault(directory => directory is not null);

    private static bool IsAnswer(JsonElement item) =>
        item.Text("role") == "assistant" || item.Text("type") is { } type && (type == "reasoning" || type.EndsWith("_call", StringComparison.Ordinal));

    private static bool IsOutput(JsonElement item) => item.Text("type") is { } type && type.EndsWith("_call_output", StringComparison.Ordinal);

    private static ToolResult Result(JsonElement item) => new(item.Text("call_id") ?? "", item.Member("output")?.ContentText() ?? "", IsError: false);

    private static IEnumerable<OfferedTool> Tools(JsonElement body, JsonElement[] items)
    {
        var additional = items.Where(item => item.Text("type") == "additional_tools").SelectMany(item => item.List("tools"));
        // What a client found by searching is offered from then on.
        var found = items.Where(item => item.Text("type") == "tool_search_output").SelectMany(item => item.List("tools"));
        return body.List("tools").Concat(additional).Concat(found).SelectMany(tool => Tool(null, tool)).Distinct();
    }

    private static IEnumerable<OfferedTool> Tool(string? group, JsonElement tool) => tool.Text("type") switch
    {
        "namespace" => tool.List("tools").SelectMany(inner => Tool(tool.Text("name"), inner)),
        { } type => [new OfferedTool(group, tool.Text("name") ?? type, type)],
        null => [],
    };

    [GeneratedRegex("<cwd>(/[^<]*)</cwd>", RegexOptions.CultureInvariant)]
    private static partial Regex DirectoryElement();
}
