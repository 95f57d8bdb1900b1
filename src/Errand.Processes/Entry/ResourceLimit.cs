namespace Errand.Processes.Entry;

/// <summary>A limit that the kernel holds each process to, soft and hard alike.</summary>
/// <param name="Resource">Its number, as in <c>setrlimit</c>.</param>
/// <param name="Value">In the unit of that resource: bytes, processes.</param>
public readonly record struct ResourceLimit(int Resource, long Value)
{
    /// <summary>Longest file that may be written, in bytes.</summary>
    public static ResourceLimit FileSize(long bytes) => new(1, bytes);

    /// <summary>Most writable memory of one process, in bytes.</summary>
    public static ResourceLimit Data(long bytes) => new(2, bytes);

    /// <summary>No process leaves an image of its memory behind.</summary>
    public static ResourceLimit NoCore { get; } = new(4, 0);

    /// <summary>Most processes and threads of the user in the namespace; root is not held to it.</summary>
    public static ResourceLimit Processes(int count) => new(6, count);

    internal string Name => Resource switch
    {
        1 => "file size",
        2 => "memory",
        4 => "core dumps",
        _ => "processes",
    };
}
