using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Errand.Jobs.Supervision;

/// <summary>Answers on a job's <c>ctl.sock</c> (0600). A caller that sends garbage, or leaves, disturbs nobody else.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Longest request line in bytes.</summary>
    private const int LongestRequest = 4096;

    private readonly string path;
    private readonly Socket listener;
    private readonly Func<ControlRequest, ControlReply> answer;
    private readonly EventFeed feed;
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;

    public ControlServer(string path, Func<ControlRequest, ControlReply> answer, EventFeed feed)
    {
        this.path = path;
        this.answer = answer;
        this.feed = feed;
        File.Delete(path);
        listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (var address = new ControlAddress(path))
            listener.Bind(address.EndPoint);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(16);
        accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await accepting;
        File.Delete(path);
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var callers = new List<Task>();
        try
        {
            while (true)
            {
                Socket caller = await listener.AcceptAsync(ending.Token);
                callers.RemoveAll(task => task.IsCompleted);
                callers.Add(ServeAsync(caller));
            }
        }
        catch (Exception cause) when (ending.IsCancellationRequested && cause is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(callers);
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        try
        {
            await using var stream = new NetworkStream(caller, ownsSocket: true);
            ControlRequest? request = await ReadAsync(stream);
            ControlReply reply = request is null ? new ControlReply(false, "The request is no line of JSON that this supervisor knows.") : answer(request);
            await WriteAsync(stream, JsonSerializer.SerializeToUtf8Bytes(reply, ControlJson.Default.ControlReply));
            if (request?.Op == ControlOperation.Attach)
            {
                await foreach (string line in feed.SubscribeAsync(ending.Token))
                    await WriteAsync(stream, Encoding.UTF8.GetBytes(line));
            }
        }
        catch (Exception cause) when (cause is IOException or SocketException || (cause is OperationCanceledException && ending.IsCancellationRequested))
        {
            // The caller left, or the job is over: nothing to answer.
        }
    }

    private async Task<ControlRequest?> ReadAsync(NetworkStream stream)
    {
        byte[] buffer = new byte[LongestRequest];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), ending.Token);
            if (read == 0)
                break;

            length += read;
            if (buffer.AsSpan(length - read, read).Contains((byte)'\n'))
                break;
        }

        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), ControlJson.Default.ControlRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task WriteAsync(NetworkStream stream, byte[] line)
    {
        await stream.WriteAsync(line, ending.Token);
        await stream.WriteAsync("\n"u8.ToArray(), ending.Token);
    }
}
