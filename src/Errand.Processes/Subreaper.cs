using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes;

/// <summary>
/// Makes this process the new parent of every orphan among its descendants, in place of process 1. A worker's daemon cannot get away from
/// it by forking twice, by a session of its own or by an empty environment, so that "nothing is left" can be proved and not only hoped for.
/// </summary>
public static class Subreaper
{
    private const int SetChildSubreaper = 36;

    /// <summary>Whether <see cref="Enable"/> was called.</summary>
    public static bool IsEnabled { get; private set; }

    /// <summary>Whether an orphan that no run can claim is a leftover as well.</summary>
    public static bool OwnsAllChildren { get; private set; }

    /// <summary>Makes this process the subreaper of its descendants, for the rest of its life.</summary>
    /// <param name="ownsAllChildren">
    /// Whether every process that this one starts is started by this library. Then an orphan that nobody claims must be a worker's, is
    /// ended with the last run under way, and is reaped when it ends. False in a process that also starts children by other means, such as
    /// a test host: there only what demonstrably belongs to a run is touched.
    /// </param>
    public static void Enable(bool ownsAllChildren)
    {
        Platform.RequireLinux();
        if (Libc.ControlProcess(SetChildSubreaper, 1, 0, 0, 0) != 0)
        {
            string reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            throw new InvalidOperationException($"The kernel refused to make this process a subreaper: {reason}.");
        }

        OwnsAllChildren = ownsAllChildren;
        IsEnabled = true;
    }
}
