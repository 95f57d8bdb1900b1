namespace Errand.Jobs.Workspaces.Capture;

/// <summary>How much work is captured. What goes beyond is left in the workspace and is a violation, not a failure.</summary>
public sealed record CaptureLimits
{
    public static CaptureLimits Default { get; } = new();

    /// <summary>Most new files. Default 20,000.</summary>
    public int Files { get; init; } = 20_000;

    /// <summary>Most content of changed and new files together, in bytes. Default 512 MiB.</summary>
    public long Bytes { get; init; } = 512L << 20;

    /// <summary>Longest changed or new file in bytes, at most 1 GiB. Default 100 MiB.</summary>
    public long FileBytes { get; init; } = 100L << 20;

    /// <summary>Deepest new directory, where 1 is one at the root. Default 64.</summary>
    public int Depth { get; init; } = 64;
}
