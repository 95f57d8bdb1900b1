using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>How a run of a worker's program ended.</summary>
/// <param name="Outcome">What its driver makes of it, as far as nobody ended it.</param>
/// <param name="Reason">Who ended it.</param>
/// <param name="Exit">How its process ended.</param>
/// <param name="LogFailure">Why its log is incomplete; null = it is not.</param>
internal sealed record EndedTurn(WorkerOutcome Outcome, StopReason Reason, ProcessExit Exit, string? LogFailure);
