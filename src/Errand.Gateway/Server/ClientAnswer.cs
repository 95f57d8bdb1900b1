using System.Buffers;
using Errand.Gateway.Recording;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>
/// The client's side of one call. Nothing of an answer is sent before <see cref="SendAsync"/>, so that until then the call can be made again elsewhere, or
/// end with an HTTP status. A stream that is silent, also before its first byte, is pinged by a timer; both take turns. A ping takes the status with it, not the answer.
/// </summary>
internal sealed class ClientAnswer : ISilenceListener, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly PooledWriter pending = new();
    private readonly HttpContext context;
    private readonly ClientDialect dialect;
    private readonly long pingAfter;
    private readonly TimeProvider clock;
    private readonly CallRecording? recording;
    private bool isPinged;
    private long writtenAt;

    public ClientAnswer(HttpContext context, ClientDialect dialect, bool isStream, long pingAfter, TimeProvider clock, CallRecording? recording)
    {
        this.context = context;
        this.dialect = dialect;
        this.pingAfter = pingAfter;
        this.clock = clock;
        this.recording = recording;
        IsStream = isPinged = isStream;
        writtenAt = clock.GetTimestamp();
    }

    public bool IsStream { get; }

    /// <summary>Whether the client has the HTTP status, so that a fault can only be told in its stream.</summary>
    public bool HasHead { get; private set; }

    /// <summary>Whether the client has seen a byte of an answer.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Where translators write.</summary>
    public IBufferWriter<byte> Output => pending;

    /// <summary>Before an answer begins, only what no protocol gives a meaning.</summary>
    private ReadOnlySpan<byte> Ping => dialect == ClientDialect.Messages && HasStarted ? "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8 : ": ping\n\n"u8;

    /// <summary>Forgets what was written and not sent.</summary>
    public void Discard() => pending.Clear();

    /// <summary>Takes the turn, which <see cref="Yield"/> gives back.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken) => turn.Wait(0, CancellationToken.None) ? default : new ValueTask(turn.WaitAsync(cancellationToken));

    public void Yield() => turn.Release();

    /// <summary>Sends what was written. The caller has the turn.</summary>
    public ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (pending.Length == 0)
            return default;

        HasStarted = true;
        return WriteAsync(cancellationToken);
    }

    /// <summary>Nothing more is written by the timer. The caller has the turn, and may write on.</summary>
    public void StopPings() => isPinged = false;

    /// <summary>Ends a stream of which the client has nothing but pings.</summary>
    public async Task FailAsync(GatewayFault fault, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            StopPings();
            var told = new JsonSplice();
            ErrorBody.WriteEvent(dialect, fault, told);
            told.MoveTo(pending);
            await SendAsync(cancellationToken);
        }
        finally
        {
            Yield();
        }
    }

    public void OnTick(long now)
    {
        if (now - Volatile.Read(ref writtenAt) < pingAfter || !turn.Wait(0, CancellationToken.None))
            return;

        _ = PingAsync();
    }

    /// <summary>Waits for a ping that is being sent, and lets none follow: the request's context goes back to its connection after this.</summary>
    public async Task EndAsync()
    {
        await turn.WaitAsync(CancellationToken.None);
        StopPings();
        turn.Release();
    }

    public void Dispose()
    {
        // Not the turn: a late tick may still look at it.
        pending.Dispose();
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        if (!HasHead)
        {
            HasHead = true;
            response.ContentType = IsStream ? "text/event-stream" : "application/json";
            if (IsStream)
                response.Headers.CacheControl = "no-cache";
            else
                response.ContentLength = pending.Length;
        }

        recording?.AddAnswer(pending.Written.Span);
        // Before the wait: a slow client is no silent upstream.
        Volatile.Write(ref writtenAt, clock.GetTimestamp());
        await response.BodyWriter.WriteAsync(pending.Written, cancellationToken);
        pending.Clear();
    }

    private async Task PingAsync()
    {
        try
        {
            if (!isPinged)
                return;

            pending.Write(Ping);
            await WriteAsync(CancellationToken.None);
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or InvalidOperationException or ObjectDisposedException)
        {
            // The client left; the call itself learns that from its own token.
        }
        finally
        {
            turn.Release();
        }
    }
}
