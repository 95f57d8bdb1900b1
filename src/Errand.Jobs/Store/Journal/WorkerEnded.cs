using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The attempt's worker and everything that it started are gone.</summary>
/// <param name="StopReason">Whose doing it was.</param>
/// <param name="ExitCode">The worker's exit code.</param>
/// <param name="Seconds">Wall time of the worker.</param>
/// <param name="Survivors">Processes that could not be ended; 0 is the proof that none is left.</param>
/// <param name="SessionId">The session that a later attempt can go on with.</param>
/// <param name="Model">The model that served.</param>
/// <param name="Claim">The worker's last words, cut to 2,000 characters.</param>
/// <param name="Usage">Tokens of this attempt.</param>
/// <param name="SessionUsage">Tokens of the whole session so far.</param>
/// <param name="Said">What the worker's last line says that the attempt came to; null = nothing.</param>
/// <param name="MissingParts">The parts that its report lacks of those that were asked for; null = none were.</param>
public sealed record WorkerEnded(
    StopReason StopReason,
    int ExitCode,
    double Seconds,
    int Survivors,
    string? SessionId,
    string? Model,
    string? Claim,
    ModelUsage? Usage,
    ModelUsage? SessionUsage,
    JobOutcome? Said = null,
    IReadOnlyList<string>? MissingParts = null) : JournalEntry;
