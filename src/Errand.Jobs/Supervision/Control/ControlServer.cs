using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Errand.Jobs.Supervision;

/// <summary>Answers on a job's <c>ctl.sock</c> (0600). A caller that sends garbage, says nothing, or leaves, disturbs nobody else.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>Longest request line in bytes: a reason of <see cref="Decider.LongestWhy"/> characters, each written as <c>\uXXXX</c>, and 10,000 for all else.</summary>
    private const int LongestRequest = (6 * Decider.LongestWhy) + 10_000;

    /// <summary>Callers at a time; more are turned away.</summary>
    private const int MostCallers = 32;

    /// <summary>How long no caller is taken when one could not be, such as for want of descriptors.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

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

    /// <summary>How long a caller may take to send its request. Default 5 s.</summary>
    public TimeSpan ReadPatience { get; init; } = TimeSpan.FromSeconds(5);

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
                if (await TryAcceptAsync() is not { } caller)
                {
                    await Task.Delay(Pause, ending.Token);
                    continue;
                }

                callers.RemoveAll(task => task.IsCompleted);
                if (callers.Count < MostCallers)
                    callers.Add(ServeAsync(caller));
                else
                    caller.Dispose();
            }
        }
        catch (Exception cause) when (ending.IsCancellationRequested && cause is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(callers);
        }
    }

    /// <summary>The next caller; null = it could not be taken, which says nothing about the one after it.</summary>
    private async Task<Socket?> TryAcceptAsync()
    {
        try
        {
            return await listener.AcceptAsync(ending.Token);
        }
        catch (SocketException) when (!ending.IsCancellationRequested)
        {
            return null;
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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        patience.CancelAfter(ReadPatience);
        while (length < buffer.Length)
        {
            int read = await ReadAsync(stream, buffer.AsMemory(length), patience.Token);
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

    /// <summary>0 = the caller has ended, or its time has.</summary>
    private async Task<int> ReadAsync(NetworkStream stream, Memory<byte> buffer, CancellationToken patience)
    {
        try
        {
            return await stream.ReadAsync(buffer, patience);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return 0;
        }
    }

    private async Task WriteAsync(NetworkStream stream, byte[] line)
    {
        await stream.WriteAsync(line, ending.Token);
        await stream.WriteAsync("\n"u8.ToArray(), ending.Token);
    }
}
