using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>What the user's configuration says of where jobs work and how far they may be from the strongest rung.</summary>
public sealed record IsolationSettings
{
    /// <summary>Where a job works that does not say. Default overlay, which is a checkout where overlays do not work and <see cref="Minimum"/> allows it.</summary>
    public IsolationKind Workspace { get; init; } = IsolationKind.Overlay;

    /// <summary>The weakest rung that jobs may run on. Default <see cref="IsolationRung.Bubblewrap"/>; <see cref="IsolationRung.None"/> allows jobs without any sandbox.</summary>
    public IsolationRung Minimum { get; init; } = IsolationRung.Bubblewrap;

    /// <summary>The strongest rung that is tried. Default: the strongest there is.</summary>
    public IsolationRung Maximum { get; init; } = IsolationRung.Overlay;

    /// <summary>Whether a job may work in an overlay only.</summary>
    public bool DemandsOverlay => Minimum == IsolationRung.Overlay;

    /// <summary>The weakest sandbox that may hold a job's programs.</summary>
    public SandboxKind WeakestSandbox => SandboxOf(Minimum);

    /// <summary>The strongest sandbox that is tried.</summary>
    public SandboxKind StrongestSandbox => SandboxOf(Maximum);

    /// <summary>What holds a job's programs on a rung.</summary>
    public static SandboxKind SandboxOf(IsolationRung rung) => rung switch
    {
        IsolationRung.None => SandboxKind.None,
        IsolationRung.Landlock => SandboxKind.Landlock,
        _ => SandboxKind.Bubblewrap,
    };
}
