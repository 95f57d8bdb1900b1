using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Transport;

/// <summary>
/// JSON-RPC over a pair of streams, a message per line. The library's own stream transport forgets the answers to what was asked just
/// before the input ended, lets running calls go on after it, and reads lines of any length. This one, at the end of its input:
/// says so (<see cref="HostGone"/>), so that waits end at once; lets what was asked be answered; and then ends the session.
/// </summary>
internal sealed class HostTransport : ITransport
{
    /// <summary>Longest message in bytes. The longest task has 2 MiB, and JSON may write a byte of it as six.</summary>
    public const int LongestMessage = 16 << 20;

    /// <summary>How long calls may take to be answered after the host has gone.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private readonly Stream output;
    private readonly TimeProvider clock;
    private readonly LineCutter lines;
    private readonly Channel<JsonRpcMessage> received = Channel.CreateUnbounded<JsonRpcMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly OpenRequests requests = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource hostGone = new();
    private readonly CancellationTokenSource disposed = new();

    public HostTransport(Stream input, Stream output, TimeProvider clock)
    {
        this.output = output;
        this.clock = clock;
        lines = new LineCutter(input, LongestMessage);
        Completion = Task.Run(ServeAsync);
    }

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => received.Reader;

    /// <summary>Cancelled when the input has ended or the output can no longer be written.</summary>
    public CancellationToken HostGone => hostGone.Token;

    /// <summary>Ends when the host is gone and what it asked is answered, or was given up after 2 s.</summary>
    public Task Completion { get; }

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, MessageType);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';

        await writing.WaitAsync(cancellationToken);
        try
        {
            // Not cancelled half-way: half a line would spoil the next one.
            await output.WriteAsync(json, CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            await hostGone.CancelAsync();
        }
        finally
        {
            writing.Release();
            requests.Answered(message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed.IsCancellationRequested)
            return;

        // A read of a terminal or pipe cannot be interrupted, so nobody waits for the reading to end.
        await disposed.CancelAsync();
        received.Writer.TryComplete();
    }

    private async Task ServeAsync()
    {
        // A broken output ends the session while the input may still be open.
        await Task.WhenAny(ReadAsync(), Task.Delay(Timeout.Infinite, hostGone.Token));
        await hostGone.CancelAsync();
        await Task.WhenAny(requests.DrainAsync(), Task.Delay(Farewell, clock, disposed.Token));
        received.Writer.TryComplete();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await lines.ReadAsync(disposed.Token) is { } line)
                await ReceiveAsync(line);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // A broken input is an ended one.
        }
        finally
        {
            lines.Dispose();
        }
    }

    private async Task ReceiveAsync(CutLine line)
    {
        if (line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
            return;

        if (!line.IsTooLong && Parse(line.Bytes.Span) is { } message)
        {
            requests.Received(message);
            received.Writer.TryWrite(message);
            return;
        }

        if (RequestIdScan.TryFind(line.Bytes.Span, out RequestId id))
            await SendMessageAsync(Refusal(id, line.IsTooLong), disposed.Token);
    }

    private static JsonRpcMessage? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, MessageType);
        }
#pragma warning disable CA1031 // Whatever a line does to the parser, the next line may be a good one.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static JsonRpcError Refusal(RequestId id, bool isTooLong) => new()
    {
        Id = id,
        Error = new JsonRpcErrorDetail
        {
            Code = (int)(isTooLong ? McpErrorCode.InvalidRequest : McpErrorCode.ParseError),
            Message = isTooLong ? $"The message is longer than {LongestMessage:N0} bytes." : "The message cannot be read as JSON-RPC.",
        },
    };
}
