namespace Errand.Gateway.Scripted;

/// <summary>Falls silent, then goes on as if nothing had been.</summary>
/// <param name="Times">See <see cref="ScriptFault"/>.</param>
/// <param name="Duration">How long; null = until <see cref="ScriptedModel.ReleaseStalls"/>.</param>
/// <param name="After">Events sent before the silence; null = silent before the first byte.</param>
public sealed record StallFault(int? Times, TimeSpan? Duration, int? After) : ScriptFault(Times);
