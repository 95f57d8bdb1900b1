using System.Text.Json;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers.Codex;

/// <summary>
/// Reads one run of Codex. A run is a success when it exits with 0 and its last turn was completed. Errors among the items are not fatal;
/// failures inside its sandbox are told to the model alone.
/// </summary>
internal sealed partial class CodexOutput(WorkerSpec worker, WorkerPrompt prompt) : IWorkerOutput
{
    /// <summary>
    /// Reconnects in a row, without any progress, after which it is ended. The program tries five times per request, but without end when it
    /// cannot connect at all: then this is after about five minutes.
    /// </summary>
    private const int MostReconnects = 8;

    /// <summary>Commands that fail in the sandbox itself, with none that ever worked, after which it is ended.</summary>
    private const int MostSandboxFailures = 2;

    private readonly StderrTail errors = new();
    private readonly WorkerWarnings warnings = new();
    private string? sessionId;
    private string? claim;
    private string? failure;
    private ModelUsage? sessionUsage;
    private bool isCompleted;
    private bool lostMessage;
    private int reconnects;
    private int sandboxFailures;
    private bool hasRunCommand;
    private WorkerTrouble? waiting;
    private WorkerTrouble? givenUp;

    public IReadOnlyList<WorkerEvent> Read(WorkerLine line)
    {
        if (line.IsError)
            return [ReadStderr(line.Text)];
        if (line.IsTruncated)
            return [ReadTruncated(line.Text)];

        using JsonDocument? document = JsonFields.TryParse(line.Text, out JsonFields fields);
        if (document is null || fields.Text("type") is not { } type)
            return [CodexEvents.Event(WorkerEventKind.Other, line.Text)];

        WorkerEvent read = CodexEvents.Of(type, fields);
        if (read.Kind == WorkerEventKind.Retry)
            return [ReadReconnect(read)];
        if (read.IsProgress)
        {
            waiting = null;
            reconnects = 0;
        }

        return [Note(type, fields, read)];
    }

    public WorkerOutcome Finish(ProcessExit exit, StopReason stopReason)
    {
        WorkerTrouble? trouble = WorkerTrouble.OfStop(worker, stopReason, givenUp ?? waiting) ?? Judge(exit);
        bool isSessionGone = sessionId is null && errors.Complaint?.Contains("no rollout found", StringComparison.Ordinal) == true;
        if (trouble is null && claim is null)
            warnings.Say(lostMessage ? "The worker's final answer is too long to be read." : "The worker gave no final answer.");
        return new WorkerOutcome(
            trouble?.Class,
            trouble?.Sentence ?? "",
            claim,
            isSessionGone ? null : sessionId ?? prompt.SessionId,
            worker.Model,
            sessionUsage is null ? null : OfThisRun(sessionUsage),
            sessionUsage,
            warnings.All);
    }

    private WorkerEvent ReadStderr(string text)
    {
        errors.Add(text);
        bool isWarning = text.Contains("Refusing to create helper binaries", StringComparison.Ordinal)
            || text.Contains("rejected by user approval settings", StringComparison.Ordinal)
            || text.Contains("execvp codex-linux-sandbox", StringComparison.Ordinal);
        if (isWarning)
            warnings.Quote(text);
        return CodexEvents.Event(isWarning ? WorkerEventKind.Warning : WorkerEventKind.Other, text) with { IsProgress = false };
    }

    private WorkerEvent ReadTruncated(string text)
    {
        waiting = null;
        reconnects = 0;
        if (text.Contains("\"agent_message\"", StringComparison.Ordinal) && TruncatedMessage().IsMatch(text))
        {
            lostMessage = true;
            claim = null;
        }

        return CodexEvents.OfTruncated(JsonFields.TypeOfTruncated(text));
    }

    private WorkerEvent ReadReconnect(WorkerEvent read)
    {
        reconnects++;
        waiting = WorkerTrouble.Of(worker, ClassOf(read.Text) ?? BlockedClass.Network, read.Text);
        if (reconnects < MostReconnects)
            return read;
        givenUp = waiting;
        return read with { GiveUp = waiting.Class };
    }

    /// <summary>Keeps what the end will be judged by.</summary>
    private WorkerEvent Note(string type, JsonFields line, WorkerEvent read)
    {
        JsonFields item = line.Object("item");
        switch (type)
        {
            case "thread.started":
                sessionId = read.SessionId ?? sessionId;
                break;
            case "turn.started":
                isCompleted = false;
                failure = null;
                break;
            case "turn.completed":
                isCompleted = true;
                sessionUsage = ReadUsage(line.Object("usage")) ?? sessionUsage;
                break;
            case "turn.failed":
                failure = line.Object("error").Text("message") ?? failure ?? "";
                break;
            case "item.completed" when read.Kind == WorkerEventKind.Message:
                claim = item.Text("text") is { Length: > 0 } text ? text : claim;
                break;
            case "item.completed" when item.Text("type") == "command_execution":
                return NoteCommand(item, read);
            case "item.completed" when read.Kind == WorkerEventKind.Warning:
                warnings.Quote(read.Text ?? "");
                break;
        }

        return read;
    }

    private WorkerEvent NoteCommand(JsonFields item, WorkerEvent read)
    {
        string? output = item.Text("aggregated_output");
        if (!CodexEvents.IsSandboxFailure(output))
        {
            hasRunCommand = true;
            return read;
        }

        warnings.Quote(output!);
        sandboxFailures++;
        if (hasRunCommand || sandboxFailures < MostSandboxFailures)
            return read;
        givenUp = WorkerTrouble.Of(worker, BlockedClass.Sandbox, output);
        return read with { GiveUp = BlockedClass.Sandbox };
    }

    /// <summary>Null = success.</summary>
    private WorkerTrouble? Judge(ProcessExit exit)
    {
        if (failure is not null)
            return WorkerTrouble.Of(worker, ClassOf(failure) ?? BlockedClass.WorkerFailed, failure);
        if (exit.ExitCode != 0 || exit.Signal is not null)
            return WorkerTrouble.OfExit(worker, exit, errors.Complaint);
        return isCompleted ? null : WorkerTrouble.Of(worker, BlockedClass.NoResult, null, "its turn was not completed");
    }

    /// <summary>The figures are those of the whole session; what it had used before is another attempt's.</summary>
    private ModelUsage OfThisRun(ModelUsage session)
    {
        ModelUsage prior = prompt.SessionId is null ? ModelUsage.None : prompt.PriorUsage;
        bool isCumulative = session.InputTokens >= prior.InputTokens && session.CachedTokens >= prior.CachedTokens && session.OutputTokens >= prior.OutputTokens;
        return isCumulative
            ? new ModelUsage(session.InputTokens - prior.InputTokens, session.CachedTokens - prior.CachedTokens, session.OutputTokens - prior.OutputTokens)
            : session;
    }

    private static ModelUsage? ReadUsage(JsonFields usage) => usage.Count("input_tokens") is { } input
        ? new ModelUsage(input, usage.Count("cached_input_tokens") ?? 0, usage.Count("output_tokens") ?? 0)
        : null;

    private static BlockedClass? ClassOf(string? message) => message switch
    {
        null => null,
        _ when UnexpectedStatus().Match(message) is { Success: true } status => WorkerTrouble.ClassOf(long.Parse(status.Groups[1].ValueSpan)),
        _ when Quota().IsMatch(message) => BlockedClass.Quota,
        _ when Auth().IsMatch(message) => BlockedClass.Auth,
        _ when Network().IsMatch(message) => BlockedClass.Network,
        _ => null,
    };

    [GeneratedRegex(@"status:? (\d{3})\b")]
    private static partial Regex UnexpectedStatus();

    [GeneratedRegex("quota|usage limit|rate limit|billing", RegexOptions.IgnoreCase)]
    private static partial Regex Quota();

    [GeneratedRegex("Missing environment variable|not logged in|log in again|refresh token|unauthorized", RegexOptions.IgnoreCase)]
    private static partial Regex Auth();

    [GeneratedRegex("connection failed|stream disconnected|waiting for network|error sending request|timed out|high demand|at capacity", RegexOptions.IgnoreCase)]
    private static partial Regex Network();

    [GeneratedRegex("""^\{"type":"item\.completed","item":\{"id":"[^"]{0,64}","type":"agent_message".""")]
    private static partial Regex TruncatedMessage();
}
