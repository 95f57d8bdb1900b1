namespace Errand.Processes.Confinement;

/// <summary>What a process may use that is restricted by Landlock. Paths are absolute; those that do not exist are passed over.</summary>
public sealed record LandlockRules
{
    /// <summary>Files and directories, with all that is below them, to read and to execute.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>Files and directories, with all that is below them, to do anything with except to make devices. A readable one inside is writable too: rules only add.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>TCP ports, on whatever host, that may be connected to; null = all.</summary>
    public IReadOnlyList<int>? Ports { get; init; }
}
