using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Errand.EndToEnd.Tests;

/// <summary>The machine's processes as /proc shows them.</summary>
internal static partial class ProcessList
{
    private const int SignalInterrupt = 2;
    private const int SignalKill = 9;
    private const int SignalTerminate = 15;

    public static IReadOnlyList<int> PidsMentioning(string text) => [.. Find(text).Select(found => found.Pid)];

    /// <summary>Each as its number and command line, for messages.</summary>
    public static IReadOnlyList<string> Mentioning(string text) =>
        [.. Find(text).Select(found => string.Create(CultureInfo.InvariantCulture, $"{found.Pid} {found.CommandLine}"))];

    /// <summary>The polite end, also of a process whose interrupts are ignored because it was started in the background.</summary>
    public static void Terminate(int pid) => _ = KillNative(pid, SignalTerminate);

    /// <summary>Ctrl-C, for one process.</summary>
    public static void Interrupt(int pid) => _ = KillNative(pid, SignalInterrupt);

    public static void Kill(int pid) => _ = KillNative(pid, SignalKill);

    /// <summary>Whether it runs; a zombie does not.</summary>
    public static bool IsAlive(int pid) => !IsDead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}"));

    private static IEnumerable<(int Pid, string CommandLine)> Find(string text)
    {
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), out int pid) || pid == Environment.ProcessId || IsDead(directory))
                continue;

            string commandLine = Read(Path.Combine(directory, "cmdline"));
            if (commandLine.Contains(text, StringComparison.Ordinal) || Read(Path.Combine(directory, "environ")).Contains(text, StringComparison.Ordinal))
                yield return (pid, commandLine.Replace('\0', ' '));
        }
    }

    private static bool IsDead(string directory)
    {
        string stat = Read(Path.Combine(directory, "stat"));
        int end = stat.LastIndexOf(')');
        return end < 0 || stat[end + 2] is 'Z' or 'X';
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int pid, int signal);
}
