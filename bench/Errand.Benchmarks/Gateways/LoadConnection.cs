using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>One of the connections of a load, with one request under way.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int ShownOfFailure = 600;

    private readonly SocketLoop loop;
    private readonly int key;
    private readonly int port;
    private readonly byte[] request;
    private readonly byte[] mark;
    private readonly LoadSample sample;
    private byte[] buffer = new byte[8 * 1024];
    private Socket socket;
    private int held;
    private int body;
    private HttpHead head;
    private long sentAt;
    private double firstByte;

    /// <summary>Connects and sends the first request.</summary>
    public LoadConnection(SocketLoop loop, int key, int port, byte[] request, byte[] mark, LoadSample sample)
    {
        this.loop = loop;
        this.key = key;
        this.port = port;
        this.request = request;
        this.mark = mark;
        this.sample = sample;
        socket = Connect();
        Send();
    }

    public void Send()
    {
        held = 0;
        body = -1;
        firstByte = 0;
        sentAt = Stopwatch.GetTimestamp();
        SocketLoop.Send(socket, request);
    }

    /// <summary>Reads what came; true = the answer is whole, or the connection ended and was made anew.</summary>
    public bool Receive()
    {
        int read = SocketLoop.Receive(socket, buffer.AsSpan(held));
        if (read < 0)
            return false;
        if (read == 0)
        {
            Fail();
            socket.Dispose();
            socket = Connect();
            return true;
        }

        held += read;
        if (!IsWhole())
        {
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 4);
            return false;
        }

        ReadOnlySpan<byte> answer = buffer.AsSpan(0, held);
        if (answer.StartsWith("HTTP/1.1 200"u8) && answer.IndexOf(mark) >= 0)
            sample.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds, firstByte);
        else
            Fail();
        return true;
    }

    public void Dispose() => socket.Dispose();

    private bool IsWhole()
    {
        if (body < 0)
        {
            int end = buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return false;
            body = end + 4;
            head = HttpHead.Read(buffer.AsSpan(0, end + 2));
        }

        if (firstByte == 0 && held > body)
            firstByte = Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds;
        return head.IsChunked ? buffer.AsSpan(body, held - body).EndsWith("\r\n0\r\n\r\n"u8) : held - body >= head.ContentLength;
    }

    private void Fail() => sample.Fail(Encoding.UTF8.GetString(buffer, 0, Math.Min(held, ShownOfFailure)));

    private Socket Connect()
    {
        var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        made.Connect(new IPEndPoint(IPAddress.Loopback, port));
        loop.Add(made, key);
        return made;
    }
}
