using System.Runtime.InteropServices;

namespace Errand.FakeWorker;

internal static partial class Posix
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private static readonly nint Default = 0;
    private static readonly nint Ignore = 1;

    /// <summary>By the kernel's own "ignored", not by a handler: that is what children inherit.</summary>
    public static void IgnoreInterruptAndTerminate()
    {
        SetHandler(Interrupt, Ignore);
        SetHandler(Terminate, Ignore);
    }

    public static void DieBy(int signal)
    {
        SetHandler(signal, Default);
        if (Kill(Environment.ProcessId, signal) != 0)
            throw new UsageException($"there is no signal {signal}");
        // The kernel may deliver it to another thread; this one must not go on to the next step.
        Thread.Sleep(Timeout.Infinite);
    }

    public static void EndFirstThread()
    {
        new Thread(() => Thread.Sleep(Timeout.Infinite)).Start();
        // The bare system call: the C library's own way would unwind through the runtime.
        _ = SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 93 : 60, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint argument);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
