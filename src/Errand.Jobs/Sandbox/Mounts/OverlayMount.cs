namespace Errand.Jobs.Sandbox;

/// <summary>Directories on top of each other: what is changed lands in one of them, and the others stay as they are. All paths are absolute and on the machine.</summary>
/// <param name="Target">Where it stands inside.</param>
/// <param name="Lowers">What is only read, the topmost first; never changed while this is mounted, or nobody can say what is seen.</param>
/// <param name="Upper">Takes all changes; only one overlay at a time may have it.</param>
/// <param name="Work">A directory of the same file system, for the kernel; whatever is left in it may be removed.</param>
public sealed record OverlayMount(string Target, IReadOnlyList<string> Lowers, string Upper, string Work) : SandboxMount(Target)
{
    /// <summary>Whether it stands in another overlay, of whose layers its own are parts.</summary>
    public bool IsPart { get; init; }

    /// <summary>Whether the sandbox may change it.</summary>
    public bool IsWritable { get; init; } = true;
}
