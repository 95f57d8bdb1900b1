using System.Runtime.InteropServices;

namespace Errand.Processes.Native;

/// <summary>
/// A descriptor of ours: close-on-exec, and never one of 0 to 3, which it may become in a new process: this process may itself have been
/// started without standard streams, and the system always gives the lowest free number.
/// </summary>
internal sealed class Descriptor : SafeHandle
{
    private const int FirstFree = 4;

    private Descriptor(int descriptor)
        : base(-1, ownsHandle: true) => SetHandle(descriptor);

    public override bool IsInvalid => handle < 0;

    public int Number => (int)handle;

    /// <summary>Makes a pipe.</summary>
    public static unsafe (Descriptor Read, Descriptor Write) Pipe()
    {
        int* ends = stackalloc int[2];
        if (Libc.Pipe(ends, FileFlags.CloseOnExec) != 0)
            throw new IOException($"A pipe could not be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return (AboveReserved(ends[0]), AboveReserved(ends[1]));
    }

    /// <summary>Opens a file to append to, made with mode 0600 when it is not there.</summary>
    public static Descriptor Append(string path) =>
        Open(path, FileFlags.WriteOnly | FileFlags.Append | FileFlags.Create | FileFlags.NoTerminal);

    /// <summary>Opens a file to read.</summary>
    public static Descriptor Read(string path) => Open(path, FileFlags.ReadOnly | FileFlags.NoTerminal);

    /// <summary>Gives the number away; this object no longer closes it.</summary>
    public int Release()
    {
        int number = Number;
        SetHandleAsInvalid();
        return number;
    }

    protected override bool ReleaseHandle() => Libc.Close(Number) == 0;

    private static Descriptor Open(string path, int flags)
    {
        int number = Libc.Open(path, flags | FileFlags.CloseOnExec, 0x180);
        if (number < 0)
            throw new IOException($"'{path}' could not be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return AboveReserved(number);
    }

    private static Descriptor AboveReserved(int number)
    {
        if (number >= FirstFree)
            return new Descriptor(number);
        int higher = Libc.Control(number, FileFlags.DuplicateAtLeastCloseOnExec, FirstFree);
        int error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(number);
        return higher >= 0
            ? new Descriptor(higher)
            : throw new IOException($"There is no room for another descriptor: {Marshal.GetPInvokeErrorMessage(error)}.");
    }
}
