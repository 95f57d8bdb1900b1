using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>
/// A Chat Completions endpoint that costs next to nothing: one thread, prepared bytes. Answers one JSON body, or 200 chunks, each sent by itself,
/// when the request says <c>"stream":true</c>. Runs in a process of its own: <c>Errand.Benchmarks upstream</c> prints its port and serves until its input ends.
/// </summary>
internal static class FakeUpstream
{
    private const int Chunks = 200;
    private const int Listener = -1;

    private static readonly byte[] Body = Response(
        """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");

    private static readonly byte[] StreamHead = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    private static readonly byte[] Delta = Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"some words "},"finish_reason":null}]}""");

    private static readonly byte[] StreamEnd =
    [
        .. Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""),
        .. Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":400,"total_tokens":409}}"""),
        .. Frame("[DONE]"),
        .. "0\r\n\r\n"u8,
    ];

    public static void Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        new Thread(EndWithInput) { IsBackground = true }.Start();

        using var loop = new SocketLoop();
        loop.Add(listener, Listener);
        var connections = new List<Connection>();
        var ready = new List<int>();
        while (true)
        {
            loop.Wait(ready, -1);
            foreach (int key in ready)
            {
                if (key == Listener)
                {
                    Socket socket = listener.Accept();
                    socket.NoDelay = true;
                    loop.Add(socket, connections.Count);
                    connections.Add(new Connection(socket));
                }
                else
                {
                    connections[key].Serve();
                }
            }
        }
    }

    private static void EndWithInput()
    {
        Console.In.ReadLine();
        Environment.Exit(0);
    }

    private static byte[] Response(string json) => Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    private static byte[] Frame(string data)
    {
        string text = $"data: {data}\n\n";
        return Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");
    }

    private sealed class Connection(Socket socket)
    {
        private byte[] buffer = new byte[4 * 1024];
        private int held;

        public void Serve()
        {
            try
            {
                int read = SocketLoop.Receive(socket, buffer.AsSpan(held));
                if (read == 0)
                    socket.Dispose();
                if (read <= 0)
                    return;

                held += read;
                while (RequestEnd(buffer.AsSpan(0, held)) is var end and > 0)
                {
                    Answer(buffer.AsSpan(0, end));
                    held -= end;
                    buffer.AsSpan(end, held).CopyTo(buffer);
                }

                if (held == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 4);
            }
            catch (SocketException)
            {
                // The gateway closed the connection.
                socket.Dispose();
            }
        }

        private void Answer(ReadOnlySpan<byte> request)
        {
            if (request.IndexOf("\"stream\":true"u8) < 0)
            {
                SocketLoop.Send(socket, Body);
                return;
            }

            SocketLoop.Send(socket, StreamHead);
            for (int chunk = 0; chunk < Chunks; chunk++)
                SocketLoop.Send(socket, Delta);
            SocketLoop.Send(socket, StreamEnd);
        }

        /// <summary>Length of the first whole request; -1 = more bytes are needed.</summary>
        private static int RequestEnd(ReadOnlySpan<byte> bytes)
        {
            int head = bytes.IndexOf("\r\n\r\n"u8);
            if (head < 0)
                return -1;
            HttpHead fields = HttpHead.Read(bytes[..(head + 2)]);
            if (fields.IsChunked)
            {
                int last = bytes[(head + 4)..].IndexOf("0\r\n\r\n"u8);
                return last < 0 ? -1 : head + 4 + last + 5;
            }

            int end = head + 4 + fields.ContentLength;
            return bytes.Length >= end ? end : -1;
        }
    }
}
