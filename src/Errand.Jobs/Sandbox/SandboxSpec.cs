using Errand.Core;
using Errand.Jobs.Sandbox.Network;

namespace Errand.Jobs.Sandbox;

/// <summary>All that a sandbox shows and allows, whatever builds it.</summary>
public sealed record SandboxSpec
{
    /// <summary>The file system beside the system's own part, in the order in which it is built.</summary>
    public required IReadOnlyList<SandboxMount> Mounts { get; init; }

    /// <summary>HOME as <c>/etc/passwd</c> tells it.</summary>
    public required string Home { get; init; }

    public required SandboxNetwork Network { get; init; }

    /// <summary>
    /// What can be reached: ports of the machine's loopback stand on the sandbox's own, other hosts behind a proxy. Means nothing if <see cref="Network"/> is
    /// not <see cref="SandboxNetwork.Gateway"/>.
    /// </summary>
    public IReadOnlyList<Endpoint> Endpoints { get; init; } = [];

    public SandboxLimits Limits { get; init; } = new();
}
