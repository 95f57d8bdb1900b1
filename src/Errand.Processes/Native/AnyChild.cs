using System.Runtime.InteropServices;

namespace Errand.Processes.Native;

/// <summary>What the kernel knows of this process's children, adopted ones included.</summary>
internal static unsafe class AnyChild
{
    /// <summary>
    /// A child that has ended and was not reaped: its id, 0 = none has ended, null = there is no child at all, running or ended.
    /// </summary>
    public static int? PeekEnded()
    {
        SignalInfo info = default;
        while (Libc.WaitId(WaitFlags.AnyChild, 0, &info, WaitFlags.Exited | WaitFlags.NoHang | WaitFlags.LeaveWaitable) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
                return null;
        }

        return info.Pid;
    }
}
