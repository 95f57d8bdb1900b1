using Errand.Processes.Native;

namespace Errand.Processes.Tests.Support;

internal static class Signals
{
    /// <summary>Sends SIGKILL, as a user, the kernel or a reboot may at any moment.</summary>
    public static void KillHard(this ProcessIdentity process) => Assert.Equal(0, Libc.Kill(process.Pid, Signal.Kill));
}
