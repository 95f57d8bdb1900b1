using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>How an attempt's worker ended, as its driver judges it.</summary>
/// <param name="Failure">Null = the worker did what its protocol asks of a finished run; else why not.</param>
/// <param name="Sentence">What happened and what to do next; empty when nothing failed.</param>
/// <param name="Claim">The worker's last words, unchanged; null = none.</param>
/// <param name="SessionId">The session to go on with later; null = there is none, also when the one that was asked for is gone.</param>
/// <param name="Model">The model that served, as the worker names it.</param>
/// <param name="Usage">Tokens of this attempt alone; null = unknown.</param>
/// <param name="SessionUsage">Tokens of the whole session so far, for <see cref="WorkerPrompt.PriorUsage"/> of the next attempt.</param>
/// <param name="Warnings">Things that the receipt should mention, such as denied permissions.</param>
public sealed record WorkerOutcome(
    BlockedClass? Failure,
    string Sentence,
    string? Claim,
    string? SessionId,
    string? Model,
    ModelUsage? Usage,
    ModelUsage? SessionUsage,
    IReadOnlyList<string> Warnings);
