using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Errand.Gateway.Tests.Server;

/// <summary>A model endpoint by hand, over real sockets: a test decides about every byte and every reset.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, byte> connections = new();
    private readonly Func<RawExchange, Task> answer;
    private readonly Task accepting;

    private RawUpstream(Func<RawExchange, Task> answer, IPAddress address)
    {
        this.answer = answer;
        listener = new TcpListener(address, 0);
        listener.Start();
        BaseUrl = $"http://{listener.LocalEndpoint}/v1";
        accepting = AcceptAsync();
    }

    /// <param name="answer">Answers each request.</param>
    /// <param name="address">Where it listens; null = 127.0.0.1.</param>
    public static RawUpstream Start(Func<RawExchange, Task> answer, IPAddress? address = null) => new(answer, address ?? IPAddress.Loopback);

    public string BaseUrl { get; }

    /// <summary>Requests so far, in the order in which they came.</summary>
    public ConcurrentQueue<RawExchange> Requests { get; } = new();

    /// <summary>Connections that are open.</summary>
    public int OpenConnections => connections.Count;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Keys);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stopping.Token);
                client.NoDelay = true;
                Task serving = ServeAsync(client);
                connections[serving] = 0;
                _ = serving.ContinueWith(done => connections.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                while (await RawExchange.ReadAsync(client, stopping.Token) is { } exchange)
                {
                    Requests.Enqueue(exchange);
                    await answer(exchange);
                    if (exchange.IsClosed)
                        return;
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
        }
    }
}
