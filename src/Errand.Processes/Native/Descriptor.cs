using System.Runtime.InteropServices;

namespace Errand.Processes.Native;

/// <summary>
/// A descriptor of ours: close-on-exec, and never one of the low numbers, which it may become in a new process: this process may itself have been
/// started without standard streams, and the system always gives the lowest free number.
/// </summary>
internal sealed class Descriptor : SafeHandle
{
    internal const int FirstFree = 32;

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

    /// <summary>Makes a pair of connected sockets, which carry descriptors too.</summary>
    public static unsafe (Descriptor Ours, Descriptor Theirs) SocketPair()
    {
        const int unix = 1, streamCloseOnExec = 1 | 0x80000;
        int* ends = stackalloc int[2];
        if (Libc.SocketPair(unix, streamCloseOnExec, 0, ends) != 0)
            throw new IOException($"A pair of sockets could not be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return (AboveReserved(ends[0]), AboveReserved(ends[1]));
    }

    /// <summary>Makes a file in memory that may be executed.</summary>
    public static Descriptor Memory(string name)
    {
        const uint closeOnExec = 1, executable = 0x10;
        int number = Libc.CreateMemoryFile(name, closeOnExec | executable);
        // Before Linux 6.3 every such file was executable, and the flag that says so unknown.
        if (number < 0 && Marshal.GetLastPInvokeError() == Errno.InvalidArgument)
            number = Libc.CreateMemoryFile(name, closeOnExec);
        return number >= 0
            ? AboveReserved(number)
            : throw new IOException($"A file in memory could not be made: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    /// <summary>Takes over a descriptor that came to this process.</summary>
    public static Descriptor Adopt(int number) => AboveReserved(number);

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
