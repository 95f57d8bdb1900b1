namespace Errand.Jobs.Requests;

/// <summary>What a worker cannot do to the files that it finds, and should know before it tries.</summary>
/// <param name="Writable">Where alone the sandbox lets it write, in words; null = everywhere.</param>
/// <param name="KeepsDirectories">Whether the kernel refuses to rename directories that it may change.</param>
internal sealed record TreeLimits(string? Writable, bool KeepsDirectories)
{
    public static TreeLimits None { get; } = new(null, KeepsDirectories: false);
}
