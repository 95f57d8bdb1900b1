using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Errand.Benchmarks.Gateways;

/// <summary>Sends the same request over a number of connections, each waiting for its answer before it asks again, for a set time.</summary>
/// <param name="port">On loopback.</param>
/// <param name="request">Head and body.</param>
/// <param name="mark">What every answer must hold, so that an error page or a torn stream is no success.</param>
internal sealed class LoadClient(int port, byte[] request, byte[] mark)
{
    /// <summary>An answer that takes longer ends the benchmark.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    public async Task<LoadResult> RunAsync(int connections, TimeSpan duration)
    {
        using var patience = new CancellationTokenSource(duration + LongestAnswer);
        long startedAt = Stopwatch.GetTimestamp();
        long endsAt = startedAt + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        LoadSample[] samples = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => RepeatAsync(endsAt, patience.Token))));
        double seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        return new LoadResult(
            [.. samples.SelectMany(sample => sample.Latencies).Order()],
            [.. samples.SelectMany(sample => sample.FirstBytes).Order()],
            seconds,
            samples.Sum(sample => sample.Failures),
            samples.Select(sample => sample.FirstFailure).FirstOrDefault(failure => failure is not null));
    }

    private async Task<LoadSample> RepeatAsync(long endsAt, CancellationToken cancellationToken)
    {
        var sample = new LoadSample();
        byte[] buffer = new byte[256 * 1024];
        Socket? socket = null;
        try
        {
            while (Stopwatch.GetTimestamp() < endsAt)
            {
                socket ??= await ConnectAsync();
                long sentAt = Stopwatch.GetTimestamp();
                await socket.SendAsync(request);
                (int length, double firstByte) = await ReceiveAsync(socket, buffer, sentAt, cancellationToken);
                if (length > 0 && buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) && buffer.AsSpan(0, length).IndexOf(mark) >= 0)
                {
                    sample.Latencies.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
                    sample.FirstBytes.Add(firstByte);
                    continue;
                }

                sample.Fail(System.Text.Encoding.UTF8.GetString(buffer, 0, Math.Min(Math.Max(length, 0), 600)));
                socket.Dispose();
                socket = null;
            }
        }
        finally
        {
            socket?.Dispose();
        }

        return sample;
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    /// <summary>Reads one whole answer. Length -1 = the connection ended first.</summary>
    private static async Task<(int Length, double FirstByte)> ReceiveAsync(Socket socket, byte[] buffer, long sentAt, CancellationToken cancellationToken)
    {
        int held = 0;
        int body = -1;
        double firstByte = 0;
        HttpHead head = default;
        while (true)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(held), cancellationToken);
            if (read == 0)
                return (-1, firstByte);
            held += read;
            if (body < 0 && buffer.AsSpan(0, held).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                body = end + 4;
                head = HttpHead.Read(buffer.AsSpan(0, end + 2));
            }

            if (body < 0)
                continue;
            if (firstByte == 0 && held > body)
                firstByte = Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds;
            if (head.IsChunked ? buffer.AsSpan(body, held - body).EndsWith("\r\n0\r\n\r\n"u8) : held - body >= head.ContentLength)
                return (held, firstByte);
        }
    }
}
