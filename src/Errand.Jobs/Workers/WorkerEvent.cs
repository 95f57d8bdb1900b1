using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>What a line of a worker means, in one vocabulary for all drivers; written to <c>events.jsonl</c>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">Details for people: the message, the command, the path; cut to 4,000 characters.</param>
public sealed record WorkerEvent(WorkerEventKind Kind, string? Text = null)
{
    /// <summary>The worker's session, with <see cref="WorkerEventKind.Session"/>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model, when the event names one.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the event shows that work goes on. A reconnect or a retry does not.</summary>
    public bool IsProgress { get; init; } = true;

    /// <summary>Set when going on is useless and the supervisor should end the worker now, such as a refused login that the CLI would retry for minutes.</summary>
    public BlockedClass? GiveUp { get; init; }
}

/// <summary>The kinds of <see cref="WorkerEvent"/>.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<WorkerEventKind>))]
public enum WorkerEventKind
{
    /// <summary>The worker named its session; once per attempt, more often only when it changes.</summary>
    Session,

    /// <summary>The worker wrote a message.</summary>
    Message,

    /// <summary>The worker thinks.</summary>
    Reasoning,

    /// <summary>The worker began to use a tool.</summary>
    ToolStarted,

    /// <summary>A tool ended.</summary>
    ToolEnded,

    /// <summary>The model endpoint failed and the worker tries again.</summary>
    Retry,

    /// <summary>Something that the receipt should mention.</summary>
    Warning,

    /// <summary>The worker gave its final result.</summary>
    Result,

    /// <summary>A line that no other kind fits.</summary>
    Other,
}
