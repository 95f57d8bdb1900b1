using Errand.Jobs.Sandbox;
using Errand.Processes;

namespace Errand.Jobs.Workers;

/// <summary>How to start an attempt's worker.</summary>
/// <param name="Command">The command, with its complete environment.</param>
/// <param name="Files">Files that must exist before it starts, replaced at every start: a worker could have changed them.</param>
/// <param name="Links">Symbolic links that must exist before it starts, replaced at every start.</param>
/// <param name="Secrets">Values that must be masked wherever the worker's output is kept or shown.</param>
public sealed record WorkerLaunch(
    ProcessCommand Command, IReadOnlyList<WorkerFile> Files, IReadOnlyList<WorkerLink> Links, IReadOnlyList<string> Secrets)
{
    /// <summary>Hosts of its model that nothing in the configuration names; they are reached over HTTPS.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What its sandbox must show beside workspace, home and program, such as the login of the user's own CLI.</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];
}
