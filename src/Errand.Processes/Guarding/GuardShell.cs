using System.Runtime.InteropServices;
using Errand.Processes.Native;
using Errand.Processes.Spawning;

namespace Errand.Processes.Guarding;

/// <summary>Turns this process into the shell that waits for the supervisor's end.</summary>
internal static unsafe class GuardShell
{
    private const string Shell = "/bin/sh";

    public static void RequireShell()
    {
        if (Libc.Access(Shell, FileFlags.MayExecute) != 0)
            throw new ProcessStartException(Shell, "the guard of a supervisor is a shell, and there is none");
    }

    /// <summary>Replaces this program. Does not return.</summary>
    public static void Become(Descriptor readEnd)
    {
        using var arguments = new NativeStrings(["sh", "-c", GuardScript.Text, "errand-guard"]);
        using var environment = new NativeStrings(["PATH=/usr/local/bin:/usr/bin:/bin"]);
        using var path = new NativeStrings([Shell]);

        InheritedDescriptors.CloseOnExec();
        if (Libc.Duplicate(readEnd.Number, 0) < 0)
            throw Failure();
        // Ignored signals stay ignored in the new program, and .NET ignores this one.
        _ = Libc.SetSignalHandler(Signal.Pipe, 0);
        _ = Libc.EmptySignalSet(out SignalSet none);
        const int SetMask = 2;
        _ = Libc.SetSignalMask(SetMask, none, 0);
        _ = Libc.Execute(path.First, arguments.Pointer, environment.Pointer);
        throw Failure();
    }

    private static ProcessStartException Failure() => new(Shell, Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
}
