using System.Globalization;
using Errand.Processes.Native;

namespace Errand.Processes;

/// <summary>
/// What this process keeps in memory. Of the code and data that a runtime reads from its files, most is needed at the start only, and stays mapped for good;
/// a process that waits for hours does better without.
/// </summary>
public static class ResidentMemory
{
    private const int DontNeed = 4;

    /// <summary>
    /// Collects garbage, gives what that frees to the system, and lets go of all pages that are the same in the file they come from: what is needed again is
    /// mapped again, from the system's cache. Takes about 10 ms. Does nothing where the kernel does not tell what is mapped.
    /// </summary>
    public static void Release()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            foreach ((nuint start, nuint length) in Untouched(File.ReadLines("/proc/self/smaps")))
                Libc.Advise(start, length, DontNeed);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>
    /// The mappings of files that cannot be written and in which no page differs from the file. Source of the format: proc_pid_smaps(5).
    /// </summary>
    internal static IReadOnlyList<(nuint Start, nuint Length)> Untouched(IEnumerable<string> lines)
    {
        var found = new List<(nuint, nuint)>();
        (nuint Start, nuint Length) mapping = default;
        foreach (string line in lines)
        {
            if (line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (mapping.Length > 0 && line.AsSpan(10).Trim().SequenceEqual("0 kB"))
                    found.Add(mapping);
                mapping = default;
            }
            else if (IsHeader(line))
            {
                mapping = OfFile(line);
            }
        }

        return found;
    }

    private static bool IsHeader(string line) => line.Length > 0 && char.IsAsciiHexDigitLower(line[0]);

    /// <summary>Such as <c>7f00-7f10 r-xp 00000000 fe:00 42   /usr/lib/x.so</c>; nothing when it is no such mapping.</summary>
    private static (nuint Start, nuint Length) OfFile(string header)
    {
        string[] fields = header.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length < 6 || fields[1] is not ("r--p" or "r-xp") || !fields[5].StartsWith('/') || fields[5].EndsWith(" (deleted)", StringComparison.Ordinal) || fields[4] == "0")
            return default;

        string[] range = fields[0].Split('-');
        nuint start = nuint.Parse(range[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return (start, nuint.Parse(range[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) - start);
    }
}
