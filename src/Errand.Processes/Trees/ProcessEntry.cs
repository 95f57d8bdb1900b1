using System.Buffers.Text;

namespace Errand.Processes.Trees;

/// <summary>One process as <c>/proc/PID/stat</c> shows it.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="State">The letter of its state.</param>
/// <param name="ParentPid">Its parent's id.</param>
/// <param name="Session">Its session: the id of the process that began it.</param>
/// <param name="IsKernelThread">Whether it is a part of the kernel.</param>
/// <param name="CpuTicks">CPU time of itself and of the children that it has waited for, in 1/100 s.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="StartTime">When it started, in clock ticks after boot.</param>
internal readonly record struct ProcessEntry(
    int Pid, char State, int ParentPid, int Session, bool IsKernelThread, long CpuTicks, int Threads, long StartTime)
{
    private const long KernelThreadFlag = 0x0020_0000;

    /// <summary>
    /// Whether it has ended. The letter alone does not tell: when the first thread of a process ends before the others, the process shows
    /// as a zombie and goes on.
    /// </summary>
    public bool IsDead => State is 'Z' or 'X' or 'x' && Threads <= 1;

    /// <summary>Reads a stat line. The name in it may hold anything, spaces, brackets and line ends included.</summary>
    public static bool TryParse(int pid, ReadOnlySpan<byte> stat, out ProcessEntry entry)
    {
        entry = default;
        // No field after the name has a bracket, so the last one ends it.
        int nameEnd = stat.LastIndexOf((byte)')');
        if (nameEnd < 0 || nameEnd + 2 >= stat.Length)
            return false;

        ReadOnlySpan<byte> rest = stat[(nameEnd + 2)..];
        Span<long> fields = stackalloc long[23];
        char state = (char)rest[0];
        // The state is field 3; field n is kept at index n.
        rest = rest[1..];
        for (int field = 4; field < fields.Length; field++)
        {
            rest = rest.TrimStart((byte)' ');
            if (!Utf8Parser.TryParse(rest, out fields[field], out int consumed))
                return false;
            rest = rest[consumed..];
        }

        bool isKernelThread = (fields[9] & KernelThreadFlag) != 0;
        long cpuTicks = fields[14] + fields[15] + fields[16] + fields[17];
        entry = new ProcessEntry(pid, state, (int)fields[4], (int)fields[6], isKernelThread, cpuTicks, (int)fields[20], fields[22]);
        return true;
    }
}
