using System.Text.Json;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers.Claude;

/// <summary>
/// Reads one run of Claude Code. A run is a success only when all four hold: exit code 0, a result line, <c>is_error</c> false, and a
/// reason why the model stopped. Each alone also occurs in failed runs.
/// </summary>
internal sealed class ClaudeOutput(WorkerSpec worker, WorkerPrompt prompt) : IWorkerOutput
{
    /// <summary>The program's retries go up to about half a minute; an endpoint that wants more should not hold a slot meanwhile.</summary>
    private const long LongestWaitMilliseconds = 300_000;

    private readonly StderrTail errors = new();
    private readonly WorkerWarnings warnings = new();
    private string? sessionId;
    private string? model;
    private string? lastMessage;
    private string? errorKind;
    private ClaudeResult? result;
    private bool lostResult;
    private WorkerTrouble? waiting;
    private WorkerTrouble? givenUp;

    public IReadOnlyList<WorkerEvent> Read(WorkerLine line)
    {
        if (line.IsError)
        {
            errors.Add(line.Text);
            return [ClaudeEvents.Event(WorkerEventKind.Other, line.Text) with { IsProgress = false }];
        }

        if (line.IsTruncated)
            return [ReadTruncated(JsonFields.TypeOfTruncated(line.Text))];

        using JsonDocument? document = JsonFields.TryParse(line.Text, out JsonFields fields);
        if (document is null || fields.Text("type") is not { } type)
            return [ClaudeEvents.Event(WorkerEventKind.Other, line.Text)];

        IReadOnlyList<WorkerEvent> events = ClaudeEvents.Of(type, fields);
        return type switch
        {
            "system" => ReadSystem(fields, events[0]),
            "assistant" => ReadAssistant(fields, events),
            "result" => ReadResult(fields, events),
            _ => Progress(events),
        };
    }

    public WorkerOutcome Finish(ProcessExit exit, StopReason stopReason)
    {
        WorkerTrouble? trouble = WorkerTrouble.OfStop(worker, stopReason, givenUp ?? waiting) ?? Judge(exit);
        bool isSessionGone = prompt.SessionId is not null && sessionId is null
            && result?.Errors.Any(error => error.Contains("No conversation found", StringComparison.Ordinal)) == true;
        string? claim = result is { IsError: false, Text: { Length: > 0 } answer } ? answer : lastMessage;
        if (result?.Denials is { } denials)
            warnings.Say(denials);
        if (trouble is null && claim is null)
            warnings.Say("The worker gave no final answer.");
        return new WorkerOutcome(
            trouble?.Class,
            trouble?.Sentence ?? "",
            claim,
            isSessionGone ? null : sessionId ?? prompt.SessionId,
            model,
            result?.Usage,
            result is null ? null : prompt.PriorUsage + result.Usage,
            warnings.All);
    }

    private WorkerEvent ReadTruncated(string? type)
    {
        lostResult |= type == "result";
        waiting = null;
        return ClaudeEvents.OfTruncated(type);
    }

    private IReadOnlyList<WorkerEvent> ReadSystem(JsonFields line, WorkerEvent read)
    {
        if (read.Kind == WorkerEventKind.Retry)
            return [ReadRetry(line, read)];
        if (read.IsProgress)
            waiting = null;
        if (read.Kind == WorkerEventKind.Warning)
            warnings.Quote(read.Text ?? "");
        if (read.Kind != WorkerEventKind.Session)
            return [read];

        model ??= read.Model;
        // Said again at every turn.
        if (read.SessionId is null || read.SessionId == sessionId)
            return [ClaudeEvents.Event(WorkerEventKind.Other, "init")];
        sessionId = read.SessionId;
        return [read];
    }

    private WorkerEvent ReadRetry(JsonFields line, WorkerEvent read)
    {
        string? error = line.Text("error");
        long? status = line.Count("error_status");
        BlockedClass @class = ClassOf(error, status) ?? BlockedClass.Network;
        waiting = WorkerTrouble.Of(worker, @class, error, status is null ? null : $"status {status}");
        // A refused key is tried ten times, and no time makes it good.
        bool isHopeless = @class == BlockedClass.Auth || error == "billing_error" || line.Count("retry_delay_ms") > LongestWaitMilliseconds;
        if (!isHopeless)
            return read;
        givenUp = waiting;
        return read with { GiveUp = @class };
    }

    private IReadOnlyList<WorkerEvent> ReadAssistant(JsonFields line, IReadOnlyList<WorkerEvent> events)
    {
        string? speaker = line.Object("message").Text("model");
        if (speaker == ClaudeEvents.SyntheticModel)
        {
            errorKind = line.Text("error") ?? errorKind;
            return events;
        }

        errorKind = null;
        model = speaker ?? model;
        // A sub-agent's words are told to the worker, not to us.
        if (line.Text("parent_tool_use_id") is null)
        {
            string? text = events.LastOrDefault(entry => entry.Kind == WorkerEventKind.Message)?.Text;
            lastMessage = text is null ? lastMessage : LastText(line) ?? text;
        }

        return Progress(events);
    }

    private IReadOnlyList<WorkerEvent> ReadResult(JsonFields line, IReadOnlyList<WorkerEvent> events)
    {
        result = ClaudeResult.Read(line);
        return Progress(events);
    }

    private IReadOnlyList<WorkerEvent> Progress(IReadOnlyList<WorkerEvent> events)
    {
        waiting = null;
        return events;
    }

    /// <summary>Null = success.</summary>
    private WorkerTrouble? Judge(ProcessExit exit)
    {
        if (result is null)
        {
            return lostResult
                ? WorkerTrouble.Of(worker, BlockedClass.NoResult, null, "its result is longer than the longest line that is read")
                : WorkerTrouble.OfExit(worker, exit, errors.Complaint);
        }

        string? said = result.Errors.Count > 0 ? string.Join("; ", result.Errors) : result.Text;
        if (result.IsError != false)
            return WorkerTrouble.Of(worker, ClassOf(errorKind, result.Status) ?? ClassOf(result), said ?? result.Subtype);
        if (result.StopReason is null)
            return WorkerTrouble.Of(worker, BlockedClass.NoResult, said, "the model's answer was cut off");
        return exit.ExitCode == 0 ? null : WorkerTrouble.OfExit(worker, exit, errors.Complaint, "after it had given its result");
    }

    private static BlockedClass? ClassOf(string? error, long? status) => error switch
    {
        "authentication_failed" => BlockedClass.Auth,
        "billing_error" or "rate_limit" => BlockedClass.Quota,
        "overloaded" or "server_error" => BlockedClass.Network,
        _ => WorkerTrouble.ClassOf(status),
    };

    private static BlockedClass ClassOf(ClaudeResult result) => result.Subtype == "error_max_budget_usd" ? BlockedClass.Budget : BlockedClass.WorkerFailed;

    private static string? LastText(JsonFields line) =>
        line.Object("message").Text("content") ?? line.Object("message").Items("content").Select(block => block.Text("text")).LastOrDefault(text => text is not null);
}
