using System.Runtime.InteropServices;
using Errand.Processes.Native;

namespace Errand.Processes.Spawning;

/// <summary>
/// Tells that a child has ended. Whoever started us may have left SIGCHLD ignored (then the kernel throws exit codes away) or blocked (see
/// <see cref="SpawnThread"/>), and .NET leaves an ignored signal alone. So it is put to its default first; and when .NET had already
/// decided to leave it alone, for the sake of the console perhaps, we look for ended children every few milliseconds instead.
/// </summary>
internal static class ChildSignal
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private static PosixSignalRegistration? registration;
    private static Timer? poll;

    /// <summary>Begins to listen; does nothing when it listens already.</summary>
    public static void Listen(Action onChild)
    {
        if (registration is not null)
            return;
        if (Handler() == Signal.Ignored)
            _ = Libc.SetSignalHandler(Signal.Child, Signal.Default);
        registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => onChild());
        if (Handler() == Signal.Default)
            poll = new Timer(_ => onChild(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Says whether there is a child that could end.</summary>
    public static void Expect(bool aChild) => poll?.Change(aChild ? PollInterval : Timeout.InfiniteTimeSpan, PollInterval);

    private static nint Handler()
    {
        _ = Libc.GetSignalAction(Signal.Child, 0, out SignalAction action);
        return action.Handler;
    }
}
