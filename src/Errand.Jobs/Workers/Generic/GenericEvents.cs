using Errand.Core;

namespace Errand.Jobs.Workers.Generic;

/// <summary>
/// The protocol of workers with <c>"output": "jsonl"</c>: one JSON object per line of standard output, told apart by <c>type</c>.
/// <list type="table">
/// <item><term>session</term><description><c>session_id</c>: comes back as ERRAND_SESSION_ID when the session goes on. Any line may carry it.</description></item>
/// <item><term>message, reasoning, tool_started, tool_ended, warning</term><description><c>text</c>.</description></item>
/// <item><term>retry</term><description><c>text</c>: waits for the model endpoint; does not count as progress.</description></item>
/// <item><term>result</term><description><c>text</c> or <c>result</c>: the final words; <c>is_error</c> and <c>class</c> (a blocked class) when the work failed;
/// <c>model</c>; <c>usage</c> with <c>input_tokens</c>, <c>cached_tokens</c>, <c>output_tokens</c> of this run.</description></item>
/// </list>
/// Other types, other members and lines that are no JSON are kept as they are and mean nothing.
/// </summary>
internal static class GenericEvents
{
    private const int LongestText = 4_000;

    public static WorkerEvent Of(string type, JsonFields line)
    {
        string? text = Words(line);
        return type switch
        {
            "session" => new WorkerEvent(WorkerEventKind.Session) { SessionId = line.SessionId("session_id"), Model = line.Text("model") },
            "message" => Event(WorkerEventKind.Message, text),
            "reasoning" => Event(WorkerEventKind.Reasoning, text),
            "tool_started" => Event(WorkerEventKind.ToolStarted, text),
            "tool_ended" => Event(WorkerEventKind.ToolEnded, text),
            "retry" => Event(WorkerEventKind.Retry, text) with { IsProgress = false },
            "warning" => Event(WorkerEventKind.Warning, text),
            "result" => Event(WorkerEventKind.Result, text),
            _ => Event(WorkerEventKind.Other, text ?? type),
        };
    }

    /// <summary>The words of a line, uncut.</summary>
    public static string? Words(JsonFields line) => line.Text("text") ?? line.Text("result");

    public static WorkerEvent Event(WorkerEventKind kind, string? text) => new(kind, text is null ? null : Escaping.Cut(text, LongestText));
}
