using Errand.Core;

namespace Errand.Jobs.Workers.Claude;

/// <summary>Puts messages of Claude Code's output into Errand's own words.</summary>
internal static class ClaudeEvents
{
    /// <summary>Marks texts that the program itself wrote in the model's place, such as an error of the endpoint.</summary>
    public const string SyntheticModel = "<synthetic>";

    private const int LongestText = 4_000;

    /// <summary>What a message means; a message that is not understood is one event of kind Other.</summary>
    public static IReadOnlyList<WorkerEvent> Of(string type, JsonFields line) => type switch
    {
        "system" => [OfSystem(line)],
        "assistant" => OrOther([.. OfContent(line, OfAssistantBlock)], type),
        "user" => OrOther([.. OfContent(line, OfUserBlock)], type),
        "result" => [Event(WorkerEventKind.Result, line.Text("result") ?? line.Texts("errors").FirstOrDefault() ?? line.Text("subtype"))],
        _ => [Event(WorkerEventKind.Other, type)],
    };

    /// <summary>The meaning of a line that was too long to be read as a whole.</summary>
    public static WorkerEvent OfTruncated(string? type) => type switch
    {
        "assistant" => Event(WorkerEventKind.Message, "(a message that is too long to be shown)"),
        "user" => Event(WorkerEventKind.ToolEnded, "(a result that is too long to be shown)"),
        _ => Event(WorkerEventKind.Other, $"{type ?? "line"} (too long)"),
    };

    public static WorkerEvent Event(WorkerEventKind kind, string? text) => new(kind, text is null ? null : Escaping.Cut(text, LongestText));

    private static WorkerEvent OfSystem(JsonFields line)
    {
        string subtype = line.Text("subtype") ?? "system";
        return subtype switch
        {
            "init" => new WorkerEvent(WorkerEventKind.Session) { SessionId = line.SessionId("session_id"), Model = line.Text("model") },
            "api_retry" => Event(WorkerEventKind.Retry, RetryText(line)) with { IsProgress = false },
            "model_fallback" => Event(WorkerEventKind.Warning, $"The model {line.Text("original_model")} failed; {line.Text("fallback_model")} went on."),
            // Said before every request, also before one that is tried again.
            "status" => Event(WorkerEventKind.Other, line.Text("status") ?? subtype) with { IsProgress = false },
            _ => Event(WorkerEventKind.Other, subtype),
        };
    }

    private static string RetryText(JsonFields line)
    {
        string status = line.Count("error_status") is { } code ? $" {code}" : "";
        return $"{line.Text("error") ?? "error"}{status}, attempt {line.Count("attempt") ?? 0} of {line.Count("max_retries") ?? 0}, next in {line.Count("retry_delay_ms") ?? 0} ms";
    }

    private static IEnumerable<WorkerEvent> OfContent(JsonFields line, Func<JsonFields, WorkerEvent> read)
    {
        JsonFields message = line.Object("message");
        return message.Text("content") is { } text ? [Event(WorkerEventKind.Message, text)] : message.Items("content").Select(read);
    }

    private static WorkerEvent OfAssistantBlock(JsonFields block) => block.Text("type") switch
    {
        "text" => Event(WorkerEventKind.Message, block.Text("text")),
        "thinking" or "redacted_thinking" => Event(WorkerEventKind.Reasoning, block.Text("thinking")),
        "tool_use" => Event(WorkerEventKind.ToolStarted, ToolCall.Describe(block.Text("name"), block.Object("input"))),
        var other => Event(WorkerEventKind.Other, other),
    };

    private static WorkerEvent OfUserBlock(JsonFields block)
    {
        if (block.Text("type") != "tool_result")
            return Event(WorkerEventKind.Other, block.Text("text"));

        string output = block.Text("content") ?? string.Join('\n', block.Items("content").Select(part => part.Text("text")).OfType<string>());
        return Event(WorkerEventKind.ToolEnded, block.Flag("is_error") == true ? $"failed: {output}" : output);
    }

    private static IReadOnlyList<WorkerEvent> OrOther(IReadOnlyList<WorkerEvent> events, string type) =>
        events.Count > 0 ? events : [Event(WorkerEventKind.Other, type)];
}
