using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>What the user's configuration says of sandboxes.</summary>
public sealed record SandboxSettings
{
    /// <summary>Whether workers of jobs with a scope can write nowhere else, where the job does not say. Default no: builds write beside their sources.</summary>
    public bool Strict { get; init; }

    /// <summary>What checks see of the network. Default nothing; <see cref="SandboxNetwork.Gateway"/> is nothing too, since a check has no model.</summary>
    public SandboxNetwork CheckNetwork { get; init; } = SandboxNetwork.None;

    /// <summary>What setups see of the network. Default nothing.</summary>
    public SandboxNetwork SetupNetwork { get; init; } = SandboxNetwork.None;
}
