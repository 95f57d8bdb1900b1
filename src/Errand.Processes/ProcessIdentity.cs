using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>
/// Which process is meant, for good: a process id alone is given away again, and after a boot every one of them is. Serializes as it is,
/// and as one word by <see cref="ToString"/>.
/// </summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTime">When it started, in clock ticks after boot (field 22 of <c>/proc/PID/stat</c>).</param>
/// <param name="BootId">The kernel's id of the boot.</param>
public sealed record ProcessIdentity(int Pid, long StartTime, string BootId)
{
    private static readonly Lazy<string> ThisBoot =
        new(static () => Encoding.ASCII.GetString(ProcFile.ReadAll("/proc/sys/kernel/random/boot_id")).Trim());

    /// <summary>This process.</summary>
    public static ProcessIdentity Current() => Of(Environment.ProcessId)!;

    /// <summary>The process that has this id now, ended but not reaped ones included; null = none has.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        Platform.RequireLinux();
        return ProcessTable.TryRead(pid, out ProcessEntry entry) ? Of(entry) : null;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ProcessIdentity? identity)
    {
        identity = null;
        if (text?.Split('@') is not [var pid, var startTime, var bootId] || bootId.Length == 0
            || !int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int parsedPid)
            || !long.TryParse(startTime, NumberStyles.None, CultureInfo.InvariantCulture, out long parsedStartTime))
            return false;
        identity = new ProcessIdentity(parsedPid, parsedStartTime, bootId);
        return true;
    }

    /// <summary>Whether it is running: the same boot, the same start, and no zombie.</summary>
    public bool IsAlive()
    {
        Platform.RequireLinux();
        return BootId == ThisBoot.Value
            && ProcessTable.TryRead(Pid, out ProcessEntry entry)
            && entry.StartTime == StartTime
            && !entry.IsDead;
    }

    /// <summary>The identity as one word: <c>4711@123456@0a1b…</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Pid}@{StartTime}@{BootId}");

    internal static ProcessIdentity Of(ProcessEntry entry) => new(entry.Pid, entry.StartTime, ThisBoot.Value);
}
