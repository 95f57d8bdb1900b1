using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>What the user's configuration says of sandboxes.</summary>
public sealed record SandboxSettings
{
    /// <summary>The weakest rung that jobs may run on. Default <see cref="SandboxKind.Bubblewrap"/>; <see cref="SandboxKind.None"/> allows jobs without any sandbox.</summary>
    public SandboxKind Minimum { get; init; } = SandboxKind.Bubblewrap;

    /// <summary>The strongest rung that is tried. Default: the strongest there is.</summary>
    public SandboxKind Maximum { get; init; } = SandboxKind.Bubblewrap;
}
