namespace Errand.Jobs.Sandbox;

/// <summary>What the ladder knows of one way to mount overlays.</summary>
/// <param name="Way">The way.</param>
/// <param name="Sandbox">What holds programs and mounts overlays for them; null = it does not work here.</param>
/// <param name="Reason">With what it works, or why it does not: words without a full stop.</param>
public sealed record OverlayFinding(OverlayWay Way, ISandbox? Sandbox, string Reason);
