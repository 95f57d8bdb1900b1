using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>What the ladder knows of one rung.</summary>
/// <param name="Kind">The rung.</param>
/// <param name="Sandbox">What holds programs; null = it does not work here.</param>
/// <param name="Reason">With what it works, or why it does not and what would help: words without a full stop.</param>
public sealed record RungFinding(SandboxKind Kind, ISandbox? Sandbox, string Reason);
