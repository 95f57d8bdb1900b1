using System.Text.Json;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers.Generic;

/// <summary>Reads one run of a command. Exit code 0 is all that a finished run needs; its last words are its claim.</summary>
internal sealed class GenericOutput(WorkerSpec worker, WorkerPrompt prompt) : IWorkerOutput
{
    private const int MostClaimLines = 20;
    private const int LongestClaimLine = 1_000;

    /// <summary>What a worker may say of its own end; the other classes are for Errand to say.</summary>
    private static readonly BlockedClass[] OwnClasses =
    [
        BlockedClass.WorkerFailed, BlockedClass.NoResult, BlockedClass.Loop, BlockedClass.Auth, BlockedClass.Quota, BlockedClass.Network,
        BlockedClass.Budget, BlockedClass.Sandbox,
    ];

    private readonly bool isJson = worker.Output == "jsonl";
    private readonly StderrTail errors = new();
    private readonly Queue<string> lastLines = new();
    private readonly WorkerWarnings warnings = new();
    private string? sessionId;
    private string? model = worker.Model;
    private string? lastMessage;
    private string? finalWords;
    private ModelUsage? usage;
    private BlockedClass? failure;
    private WorkerTrouble? waiting;

    public IReadOnlyList<WorkerEvent> Read(WorkerLine line)
    {
        if (line.IsError)
        {
            errors.Add(line.Text);
            return [GenericEvents.Event(WorkerEventKind.Other, line.Text)];
        }

        return isJson ? ReadJson(line) : [ReadText(line.Text)];
    }

    public WorkerOutcome Finish(ProcessExit exit, StopReason stopReason)
    {
        string? claim = isJson ? finalWords ?? lastMessage : LastLines();
        WorkerTrouble? trouble = WorkerTrouble.OfStop(worker, stopReason, waiting) ?? Judge(exit);
        if (trouble is null && claim is null)
            warnings.Say("The worker gave no final answer.");
        return new WorkerOutcome(
            trouble?.Class,
            trouble?.Sentence ?? "",
            claim,
            sessionId ?? prompt.SessionId,
            model,
            usage,
            usage is null ? null : prompt.PriorUsage + usage,
            warnings.All);
    }

    private IReadOnlyList<WorkerEvent> ReadJson(WorkerLine line)
    {
        if (line.IsTruncated)
            return [GenericEvents.Event(WorkerEventKind.Other, $"{JsonFields.TypeOfTruncated(line.Text) ?? "line"} (too long)")];

        using JsonDocument? document = JsonFields.TryParse(line.Text, out JsonFields fields);
        if (document is null)
            return [GenericEvents.Event(WorkerEventKind.Other, line.Text)];

        WorkerEvent read = GenericEvents.Of(fields.Text("type") ?? "", fields);
        string? id = fields.SessionId("session_id");
        bool isNewSession = id is not null && id != sessionId;
        sessionId = id ?? sessionId;
        Note(read, fields);
        if (read.Kind == WorkerEventKind.Session)
            return isNewSession ? [read] : [];
        return isNewSession ? [new WorkerEvent(WorkerEventKind.Session) { SessionId = id }, read] : [read];
    }

    private void Note(WorkerEvent read, JsonFields line)
    {
        waiting = read.IsProgress ? null : WorkerTrouble.Of(worker, BlockedClass.Network, read.Text);
        model = line.Text("model") ?? model;
        switch (read.Kind)
        {
            case WorkerEventKind.Message:
                lastMessage = GenericEvents.Words(line) ?? lastMessage;
                break;
            case WorkerEventKind.Warning:
                warnings.Quote(read.Text ?? "");
                break;
            case WorkerEventKind.Result:
                finalWords = GenericEvents.Words(line) ?? finalWords;
                failure = line.Flag("is_error") == true ? ClassOf(line.Text("class")) : null;
                usage = ReadUsage(line.Object("usage")) ?? usage;
                break;
        }
    }

    private WorkerEvent ReadText(string text)
    {
        waiting = null;
        if (!string.IsNullOrWhiteSpace(text))
        {
            if (lastLines.Count == MostClaimLines)
                lastLines.Dequeue();
            lastLines.Enqueue(Escaping.Cut(text.TrimEnd(), LongestClaimLine));
        }

        return GenericEvents.Event(WorkerEventKind.Message, text);
    }

    private WorkerTrouble? Judge(ProcessExit exit)
    {
        if (failure is { } @class)
            return WorkerTrouble.Of(worker, @class, finalWords ?? errors.Last);
        return exit is { ExitCode: 0, Signal: null } ? null : WorkerTrouble.OfExit(worker, exit, errors.Last);
    }

    private string? LastLines() => lastLines.Count == 0 ? null : string.Join('\n', lastLines);

    private static BlockedClass ClassOf(string? text) =>
        SnakeCase.TryParse(text, out BlockedClass @class) && OwnClasses.Contains(@class) ? @class : BlockedClass.WorkerFailed;

    private static ModelUsage? ReadUsage(JsonFields usage) => usage.Count("input_tokens") is { } input
        ? new ModelUsage(input, usage.Count("cached_tokens") ?? 0, usage.Count("output_tokens") ?? 0)
        : null;
}
