namespace Errand.Core;

/// <summary>What an attempt came to.</summary>
/// <param name="Kind">Which of the three it is.</param>
/// <param name="Reason">The worker's reason for <c>nothing</c> or <c>cannot</c>, at most 500 characters, in its own words; null when it gave none.</param>
public sealed record JobOutcome(OutcomeKind Kind, string? Reason);
