using System.Net.Sockets;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>Joins two connections.</summary>
internal static class SocketCopy
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Carries both directions until both have ended; the end of one is passed on and leaves the other open.</summary>
    public static Task JoinAsync(Socket near, Socket far, CancellationToken cancellationToken) =>
        Task.WhenAll(CopyAsync(near, far, cancellationToken), CopyAsync(far, near, cancellationToken));

    public static async Task SendAllAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, cancellationToken)) > 0)
                await SendAllAsync(to, buffer.AsMemory(0, count), cancellationToken);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // A reset is a reset for both sides, at once: a client that went away must not leave its model running.
            from.Dispose();
            to.Dispose();
        }
    }
}
