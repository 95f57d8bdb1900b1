using System.Globalization;

namespace Errand.Benchmarks.MainJob;

/// <summary>CPU time of all children that have ended, as the kernel counts it in steps of 10 ms; a difference of two readings is that of one child.</summary>
internal static class ChildCpu
{
    private const int MillisecondsPerTick = 10;

    public static double Milliseconds()
    {
        // Fields 16 and 17, counted behind the program's name: user and system time of children that were waited for.
        string stat = File.ReadAllText("/proc/self/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return MillisecondsPerTick * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture));
    }
}
