using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Errand.Benchmarks.Gateways;

/// <summary>
/// Waits for many sockets on one thread. The runtime's own asynchronous sockets would cost client and endpoint as much as the gateway between them, on the
/// cores that it needs; this leaves little more than the system calls. Linux only (epoll).
/// </summary>
internal sealed partial class SocketLoop : IDisposable
{
    private const int AddSocket = 1;
    private const uint Readable = 1;
    private const int MostAtOnce = 256;

    // The structure is packed on x64 and nowhere else.
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Stride = KeyOffset + 8;

    private readonly SafeFileHandle handle = new(EpollCreate(0), ownsHandle: true);
    private readonly byte[] events = new byte[MostAtOnce * Stride];

    /// <param name="socket">From now on not blocking. Closing it ends its part in this.</param>
    /// <param name="key">What <see cref="Wait"/> calls it.</param>
    public void Add(Socket socket, int key)
    {
        socket.Blocking = false;
        byte[] change = new byte[Stride];
        BinaryPrimitives.WriteUInt32LittleEndian(change, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(change.AsSpan(KeyOffset), key);
        if (EpollControl(handle, AddSocket, (int)socket.SafeHandle.DangerousGetHandle(), change) < 0)
            throw new IOException($"epoll_ctl: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <param name="ready">Gets the keys of the sockets that can be read or have ended.</param>
    /// <param name="milliseconds">How long to wait at most; -1 = for ever.</param>
    public void Wait(List<int> ready, int milliseconds)
    {
        ready.Clear();
        int count = EpollWait(handle, events, MostAtOnce, milliseconds);
        for (int at = 0; at < count; at++)
            ready.Add(BinaryPrimitives.ReadInt32LittleEndian(events.AsSpan((at * Stride) + KeyOffset)));
    }

    public void Dispose() => handle.Dispose();

    /// <summary>Sends all of it, waiting for room if there is none.</summary>
    /// <exception cref="SocketException">The other side left.</exception>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int sent = TrySend(socket, bytes);
            if (sent == 0)
                socket.Poll(-1, SelectMode.SelectWrite);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Sends what there is room for, and says how much that was.</summary>
    /// <exception cref="SocketException">The other side left.</exception>
    public static int TrySend(Socket socket, ReadOnlySpan<byte> bytes)
    {
        int sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new SocketException((int)error),
        };
    }

    /// <summary>Reads what is there; 0 = the other side left, -1 = nothing yet.</summary>
    public static int Receive(Socket socket, Span<byte> buffer)
    {
        int read = socket.Receive(buffer, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => read,
            SocketError.WouldBlock => -1,
            _ => 0,
        };
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    private static partial nint EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(SafeFileHandle handle, int operation, int socket, [In] byte[] change);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int EpollWait(SafeFileHandle handle, [Out] byte[] events, int most, int milliseconds);
}
