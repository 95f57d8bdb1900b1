using System.Globalization;
using System.IO.Enumeration;

namespace Errand.Processes.Trees;

/// <summary>The processes of the machine, as far as <c>/proc</c> shows them to us.</summary>
internal static class ProcessTable
{
    private static readonly EnumerationOptions Options = new() { IgnoreInaccessible = true, AttributesToSkip = 0 };

    /// <summary>
    /// Reads all processes, dead ones included. It is no snapshot: processes come and go while it reads, so "there is none" holds only for
    /// processes that existed all the time.
    /// </summary>
    public static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>(256);
        foreach (int pid in new FileSystemEnumerable<int>("/proc", static (ref FileSystemEntry entry) => ParsePid(entry.FileName), Options)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => ParsePid(entry.FileName) > 0,
        })
        {
            if (TryRead(pid, out ProcessEntry entry))
                entries.Add(entry);
        }

        return entries;
    }

    /// <summary>Reads one process; false = there is none.</summary>
    public static bool TryRead(int pid, out ProcessEntry entry)
    {
        Span<byte> buffer = stackalloc byte[2048];
        return ProcessEntry.TryParse(pid, ProcFile.Read($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat", buffer), out entry);
    }

    private static int ParsePid(ReadOnlySpan<char> name) =>
        char.IsAsciiDigit(name[0]) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
}
