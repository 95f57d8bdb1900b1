using System.Net;
using System.Net.Sockets;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>
/// Carries what comes to sockets that listen in a sandbox out of it: to the same ports of the machine's loopback, or, by a proxy, to the hosts of a list.
/// A socket belongs to the network in which it was made, whoever holds it: so the sandbox needs no program for this, and the machine has no address that
/// the sandbox could reach.
/// </summary>
internal sealed class PortForwarder : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource end = new();
    private readonly IReadOnlyList<Socket> listeners;
    private readonly IReadOnlyList<Endpoint> hosts;
    private readonly Task[] serving;

    /// <param name="listeners">Sockets that listen in the sandbox; disposed with the forwarder.</param>
    /// <param name="ports">For the first of them: the port of the machine's loopback. A socket beyond these is the proxy's.</param>
    /// <param name="hosts">Where the proxy leads.</param>
    public PortForwarder(IReadOnlyList<Socket> listeners, IReadOnlyList<int> ports, IReadOnlyList<Endpoint> hosts)
    {
        this.listeners = listeners;
        this.hosts = hosts;
        serving = [.. listeners.Select((listener, index) => Task.Run(() => ServeAsync(listener, index < ports.Count ? ports[index] : null)))];
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (Socket listener in listeners)
            listener.Dispose();
        await Task.WhenAll(serving);
        end.Dispose();
    }

    private async Task ServeAsync(Socket listener, int? port)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                Socket inside = await listener.AcceptAsync(end.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(CarryAsync(inside, port));
            }
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(Socket inside, int? port)
    {
        using Socket near = inside;
        try
        {
            near.NoDelay = true;
            if (port is not null)
                await JoinAsync(near, new IPEndPoint(IPAddress.Loopback, port.Value), ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty);
            else
                await ProxyAsync(near);
        }
        catch (Exception broken) when (broken is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Whoever is still there sees the connection close.
            return;
        }
    }

    private async Task ProxyAsync(Socket near)
    {
        if (await ProxyRequest.ReadAsync(near, end.Token) is not { } request)
            return;
        if (request.Target is not { } target || !hosts.Contains(target))
        {
            await SocketCopy.SendAllAsync(
                near, "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nErrand's sandbox lets this job reach its model endpoint only.\n"u8.ToArray(), end.Token);
            near.Shutdown(SocketShutdown.Both);
            return;
        }

        byte[] greeting = request.IsTunnel ? "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray() : [];
        await JoinAsync(near, new DnsEndPoint(target.Host, target.Port), greeting, request.Bytes);
    }

    private async Task JoinAsync(Socket near, EndPoint to, ReadOnlyMemory<byte> greeting, ReadOnlyMemory<byte> first)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        patience.CancelAfter(ConnectPatience);
        await far.ConnectAsync(to, patience.Token);
        await SocketCopy.SendAllAsync(near, greeting, end.Token);
        await SocketCopy.SendAllAsync(far, first, end.Token);
        await SocketCopy.JoinAsync(near, far, end.Token);
    }
}
