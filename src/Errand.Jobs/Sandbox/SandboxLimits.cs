using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox;

/// <summary>What one sandbox may use of the machine.</summary>
public sealed record SandboxLimits
{
    /// <summary>Most processes and threads. Default 4,096. Root is not held to it.</summary>
    public int Processes { get; init; } = 4_096;

    /// <summary>Longest file that may be written, in bytes. Default 4 GiB.</summary>
    public long FileBytes { get; init; } = 4L << 30;

    /// <summary>Most writable memory of one process, in bytes. Default 8 GiB; Claude Code does not run with 1.5.</summary>
    public long MemoryBytes { get; init; } = 8L << 30;

    internal IReadOnlyList<ResourceLimit> Entry =>
        [ResourceLimit.Processes(Processes), ResourceLimit.FileSize(FileBytes), ResourceLimit.Data(MemoryBytes), ResourceLimit.NoCore];
}
