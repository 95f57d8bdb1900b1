using System.Net;
using System.Net.Sockets;
using Errand.Gateway.Upstreams;
using Errand.Testing;

namespace Errand.Gateway.Tests.Upstreams;

/// <summary>A connection on loopback: an upstream by hand on the one side, the gateway's stream on the other.</summary>
internal sealed class GatheringPair : IDisposable
{
    private readonly Socket near;

    private GatheringPair(Socket near, Socket upstream, int calls)
    {
        this.near = near;
        Upstream = upstream;
        Calls = calls;
        Pacer = new ReadPacer(() => Calls, Clock);
        Stream = new GatheringStream(near, Pacer);
    }

    public ManualClock Clock { get; } = new();

    /// <summary>Calls that are under way.</summary>
    public int Calls { get; set; }

    public ReadPacer Pacer { get; }

    public Socket Upstream { get; }

    public GatheringStream Stream { get; }

    /// <summary>How many bytes have to be there before the kernel says so.</summary>
    public int LowWater => (int)near.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater)!;

    /// <summary>Whether the upstream's end of the connection, or its reset, is on this side.</summary>
    public bool HasEnded => near.Poll(0, SelectMode.SelectRead) && near.Available == 0;

    public static GatheringPair Busy() => Connect(ReadPacer.FewCalls + 1);

    public static GatheringPair Quiet() => Connect(ReadPacer.FewCalls);

    /// <summary>Sends bytes, and waits until they are on the other side.</summary>
    public async Task ArriveAsync(params byte[] bytes)
    {
        int before = near.Available;
        Upstream.Send(bytes);
        await Wait.ForAsync(() => near.Available == before + bytes.Length, "the bytes have arrived");
    }

    /// <summary>Reads what is there and must not need the clock.</summary>
    public async Task<byte[]> ReadAsync()
    {
        byte[] buffer = new byte[64];
        int read = await Stream.ReadAsync(buffer).AsTask().WaitAsync(TestTimeouts.Default);
        return buffer[..read];
    }

    /// <summary>A request, and the two reads of an answer that never wait.</summary>
    public async Task StartAnswerAsync()
    {
        await Stream.WriteAsync("request"u8.ToArray());
        for (byte part = 1; part <= 2; part++)
        {
            await ArriveAsync(part);
            Assert.Equal([part], await ReadAsync());
        }
    }

    /// <summary>Ticks until the task has ended, however that is.</summary>
    public async Task TickUntilAsync(Task task)
    {
        await Wait.ForAsync(
            () =>
            {
                Clock.Advance(ReadPacer.Tick);
                return task.IsCompleted;
            },
            "the read has ended");
    }

    public void Dispose()
    {
        Stream.Dispose();
        Upstream.Dispose();
        Pacer.Dispose();
    }

    private static GatheringPair Connect(int calls)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndPoint!);
        Socket upstream = listener.Accept();
        upstream.NoDelay = true;
        return new GatheringPair(near, upstream, calls);
    }
}
