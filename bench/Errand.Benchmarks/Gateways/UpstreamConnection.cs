using System.Net.Sockets;

namespace Errand.Benchmarks.Gateways;

/// <summary>One connection of <see cref="FakeUpstream"/>.</summary>
internal sealed class UpstreamConnection(Socket socket)
{
    private byte[] buffer = new byte[4 * 1024];
    private int held;
    private int chunksLeft;
    private StreamPace pace = StreamPace.AtOnce;
    private ReadOnlyMemory<byte> unsent;

    /// <summary>Whether <see cref="TakeTurn"/> has more to send.</summary>
    public bool IsStreaming { get; private set; }

    /// <summary>Reads what came and answers; true = with a stream, which begins now.</summary>
    public bool Serve()
    {
        bool wasStreaming = IsStreaming;
        try
        {
            int read = SocketLoop.Receive(socket, buffer.AsSpan(held));
            if (read == 0)
                End();
            if (read <= 0)
                return false;

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
            End();
        }

        return IsStreaming && !wasStreaming;
    }

    /// <summary>Sends the next of a stream; false = there was no room.</summary>
    public bool TakeTurn()
    {
        bool hasSent = false;
        try
        {
            for (int turn = 0; turn < pace.SendsOfTurn && IsStreaming && Advance(); turn++)
                hasSent = true;
        }
        catch (SocketException)
        {
            End();
        }

        return hasSent;
    }

    /// <summary>Sends the next piece, or what was left of it; false = there was no room for all of it.</summary>
    private bool Advance()
    {
        if (unsent.IsEmpty)
        {
            unsent = chunksLeft > 0 ? pace.Send : UpstreamAnswers.StreamEnd;
            chunksLeft -= pace.ChunksOfSend;
        }

        unsent = unsent[SocketLoop.TrySend(socket, unsent.Span)..];
        IsStreaming = chunksLeft >= 0 || !unsent.IsEmpty;
        return unsent.IsEmpty;
    }

    private void Answer(ReadOnlySpan<byte> request)
    {
        if (request.IndexOf("\"stream\":true"u8) < 0)
        {
            SocketLoop.Send(socket, UpstreamAnswers.Body);
            return;
        }

        pace = StreamPace.Of(request);
        chunksLeft = UpstreamAnswers.Chunks;
        IsStreaming = true;
        SocketLoop.Send(socket, UpstreamAnswers.StreamHead);
    }

    private void End()
    {
        IsStreaming = false;
        socket.Dispose();
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
