using Errand.Core;

namespace Errand.Trials;

/// <summary>What a trial is made of.</summary>
internal sealed record TrialSetup
{
    /// <summary>A word for the name of its directory.</summary>
    public required string Purpose { get; init; }

    /// <summary>Who works; the first is the default.</summary>
    public required IReadOnlyList<TrialWorker> Workers { get; init; }

    /// <summary>What the model says, in the form of docs/scripted-model.md.</summary>
    public required string Script { get; init; }

    /// <summary>A directory to look programs up in, after those of PATH; null = none.</summary>
    public string? FurtherPath { get; init; }

    /// <summary>The strongest sandbox that is used. Default: the strongest there is.</summary>
    public SandboxKind Strongest { get; init; } = SandboxKind.Bubblewrap;

    /// <summary>Whether everything stays when the trial is over.</summary>
    public bool Keep { get; init; }
}
