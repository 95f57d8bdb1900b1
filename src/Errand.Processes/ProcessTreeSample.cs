using System.Buffers.Text;
using System.Globalization;
using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>
/// What a process tree had done by one moment. Two samples tell a slow worker from a stuck one: it is stuck when neither time nor bytes
/// have grown and no process has come or gone. Values can fall when a process ends that nobody waits for.
/// </summary>
/// <param name="Processes">Its running processes.</param>
/// <param name="CpuTime">CPU time that they and the children they waited for have used; in steps of 10 ms.</param>
/// <param name="BytesRead">Bytes that they have read, from files, pipes and the cache; 0 for processes that may not be looked into.</param>
/// <param name="BytesWritten">Bytes that they have written.</param>
public sealed record ProcessTreeSample(int Processes, TimeSpan CpuTime, long BytesRead, long BytesWritten)
{
    // The kernel counts in USER_HZ for programs, which is 100 on every architecture that .NET runs on.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Looks at a tree.</summary>
    /// <param name="root">The process at the root.</param>
    /// <param name="marker">The run's marker; null = it has none.</param>
    public static ProcessTreeSample Take(ProcessIdentity root, ProcessMarker? marker)
    {
        Platform.RequireLinux();
        return Of(new ProcessFamily(root, marker).Living());
    }

    internal static ProcessTreeSample Of(IReadOnlyList<ProcessEntry> living)
    {
        long ticks = 0, read = 0, written = 0;
        Span<byte> buffer = stackalloc byte[512];
        foreach (ProcessEntry entry in living)
        {
            ticks += entry.CpuTicks;
            ReadOnlySpan<byte> io = ProcFile.Read($"/proc/{entry.Pid.ToString(CultureInfo.InvariantCulture)}/io", buffer);
            read += Value(io, "rchar: "u8);
            written += Value(io, "wchar: "u8);
        }

        return new ProcessTreeSample(living.Count, ticks * Tick, read, written);
    }

    private static long Value(ReadOnlySpan<byte> lines, ReadOnlySpan<byte> name)
    {
        int at = lines.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(lines[(at + name.Length)..], out long value, out _) ? value : 0;
    }
}
