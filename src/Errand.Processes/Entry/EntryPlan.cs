namespace Errand.Processes.Entry;

/// <summary>What an entry program does inside a sandbox before it becomes the program that the sandbox is for.</summary>
public sealed record EntryPlan
{
    /// <summary>Limits of the program and of each process that it starts.</summary>
    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    /// <summary>Ports of 127.0.0.1 that are listened to; the listening sockets are sent over the control channel and kept by nobody inside.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Whether descriptor 4 is a Landlock ruleset that the program restricts itself with.</summary>
    public bool HasRuleset { get; init; }

    /// <summary>How many capabilities the kernel knows, none of which the program or what it starts will have again; 0 = they stay. Only root has them to give up.</summary>
    public int Capabilities { get; init; }

    /// <summary>A filter of system calls, as the kernel takes it; null = whoever starts the program installs one, or nobody.</summary>
    public ReadOnlyMemory<byte>? Filter { get; init; }
}
