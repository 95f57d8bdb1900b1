namespace Errand.Processes;

/// <summary>How much of a stream is kept.</summary>
public sealed record LineLimits
{
    internal const int LongestLine = 1024 * 1024 * 1024;

    public static LineLimits Default { get; } = new();

    /// <summary>
    /// Longest line in bytes, without its end; the rest of the line is dropped and the line is flagged. Default 1 MiB, 1 B to 1 GiB.
    /// </summary>
    public int LineBytes { get; init; } = 1024 * 1024;

    /// <summary>Longest stream in bytes; what comes after is read, counted and dropped. Default 1 GiB.</summary>
    public long TotalBytes { get; init; } = 1024L * 1024 * 1024;
}
