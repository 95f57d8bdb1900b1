using Errand.Jobs.Workers;

namespace Errand.Jobs.Supervision;

/// <summary>A line of <c>events.jsonl</c>.</summary>
/// <param name="At">When the worker printed it.</param>
/// <param name="Event">What it means.</param>
public sealed record RecordedEvent(DateTimeOffset At, WorkerEvent Event);
