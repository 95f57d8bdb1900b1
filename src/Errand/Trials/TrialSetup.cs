using Errand.Jobs.Sandbox;

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

    /// <summary>The strongest rung that is tried. Default: the strongest there is.</summary>
    public IsolationRung Strongest { get; init; } = IsolationRung.Overlay;

    /// <summary>Whether everything stays when the trial is over.</summary>
    public bool Keep { get; init; }
}
