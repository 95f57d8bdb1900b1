namespace Errand.Gateway.Probing;

/// <summary>What came of a probe.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="Model">The model's name there.</param>
/// <param name="Failed">The first step that failed; null = none.</param>
/// <param name="Reason">What was found, in one line without a full stop, without credentials.</param>
/// <param name="NeedsReasoningEcho">Whether the backend wants its reasoning back, and the profile in use does not give it.</param>
public sealed record ProbeResult(string Upstream, string Model, ProbeStep? Failed, string Reason, bool NeedsReasoningEcho);
