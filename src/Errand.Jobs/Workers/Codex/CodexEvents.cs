using Errand.Core;

namespace Errand.Jobs.Workers.Codex;

/// <summary>Puts messages of Codex's output into Errand's own words.</summary>
internal static class CodexEvents
{
    private const int LongestText = 4_000;

    /// <summary>What a message means; a message that is not understood is an event of kind Other.</summary>
    public static WorkerEvent Of(string type, JsonFields line) => type switch
    {
        "thread.started" => new WorkerEvent(WorkerEventKind.Session) { SessionId = line.SessionId("thread_id") },
        "item.started" => OfItem(line.Object("item"), isEnd: false),
        "item.completed" => OfItem(line.Object("item"), isEnd: true),
        "turn.completed" => Event(WorkerEventKind.Result, "completed"),
        "turn.failed" => Event(WorkerEventKind.Result, $"failed: {line.Object("error").Text("message")}"),
        "error" => OfError(line.Text("message")),
        _ => Event(WorkerEventKind.Other, type),
    };

    /// <summary>The meaning of a line that was too long to be read as a whole; only the output of a tool is ever so long.</summary>
    public static WorkerEvent OfTruncated(string? type) => type is "item.completed"
        ? Event(WorkerEventKind.ToolEnded, "(a result that is too long to be shown)")
        : Event(WorkerEventKind.Other, $"{type ?? "line"} (too long)");

    public static WorkerEvent Event(WorkerEventKind kind, string? text) => new(kind, text is null ? null : Escaping.Cut(text, LongestText));

    /// <summary>Whether the text says that the program has lost its endpoint and tries again, which is no progress however often it is said.</summary>
    public static bool IsReconnect(string? message) => message?.StartsWith("Reconnecting", StringComparison.Ordinal) == true;

    /// <summary>The output of a command that never ran, because the sandbox around it could not be made.</summary>
    public static bool IsSandboxFailure(string? output) =>
        output is not null && (output.StartsWith("bwrap: ", StringComparison.Ordinal) || output.Contains("execvp codex-linux-sandbox", StringComparison.Ordinal));

    private static WorkerEvent OfError(string? message) => IsReconnect(message)
        ? Event(WorkerEventKind.Retry, message) with { IsProgress = false }
        : Event(WorkerEventKind.Other, message) with { IsProgress = false };

    private static WorkerEvent OfItem(JsonFields item, bool isEnd)
    {
        WorkerEventKind kind = isEnd ? WorkerEventKind.ToolEnded : WorkerEventKind.ToolStarted;
        return item.Text("type") switch
        {
            "agent_message" => Event(WorkerEventKind.Message, item.Text("text")),
            "reasoning" => Event(WorkerEventKind.Reasoning, item.Text("text")),
            "command_execution" => Event(kind, isEnd ? CommandEnd(item) : item.Text("command")),
            "file_change" => Event(kind, Changes(item)),
            "mcp_tool_call" or "collab_tool_call" => Event(kind, $"{item.Text("server")} {item.Text("tool")}: {item.Text("status")}".Trim()),
            "error" => OfItemError(item.Text("message")),
            var other => Event(WorkerEventKind.Other, other),
        };
    }

    private static WorkerEvent OfItemError(string? message) => message switch
    {
        _ when IsReconnect(message) => OfError(message),
        // Said at every start with a model that the program does not know by name, which is what another endpoint is for.
        _ when message?.StartsWith("Model metadata for ", StringComparison.Ordinal) == true => Event(WorkerEventKind.Other, message),
        _ => Event(WorkerEventKind.Warning, message),
    };

    private static string CommandEnd(JsonFields item)
    {
        string exit = item.Count("exit_code") is { } code ? $"exit code {code}" : item.Text("status") ?? "ended";
        return $"{exit}: {item.Text("aggregated_output")}";
    }

    private static string Changes(JsonFields item) =>
        string.Join(", ", item.Items("changes").Select(change => $"{change.Text("kind")} {change.Text("path")}"));
}
