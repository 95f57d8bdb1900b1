using System.Buffers;
using Errand.Gateway.Recording;
using Errand.Gateway.Translation;
using Errand.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>
/// The client's side of one call. Nothing is sent before <see cref="SendAsync"/>, so that until then the call can be made again elsewhere, or
/// end with an HTTP status. While a stream is silent, a timer writes to it too; both take turns.
/// </summary>
internal sealed class ClientAnswer(
    HttpContext context, bool isStream, long pingAfter, TimeProvider clock, CallRecording? recording) : ISilenceListener, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly PooledWriter pending = new();
    private IAnswerTranslator? translator;
    private long writtenAt;

    public bool IsStream => isStream;

    /// <summary>Whether the client has seen a byte.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Where translators write.</summary>
    public IBufferWriter<byte> Output => pending;

    /// <summary>Forgets what was written and not sent.</summary>
    public void Discard() => pending.Clear();

    /// <summary>From now on a silent stream is pinged.</summary>
    public void Serve(IAnswerTranslator from)
    {
        writtenAt = clock.GetTimestamp();
        translator = from;
    }

    /// <summary>Takes the turn, which <see cref="Yield"/> gives back.</summary>
    public ValueTask EnterAsync(CancellationToken cancellationToken) => turn.Wait(0, CancellationToken.None) ? default : new ValueTask(turn.WaitAsync(cancellationToken));

    public void Yield() => turn.Release();

    /// <summary>Sends what was written. The caller has the turn.</summary>
    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (pending.Length == 0)
            return;

        HttpResponse response = context.Response;
        if (!HasStarted)
        {
            HasStarted = true;
            response.ContentType = isStream ? "text/event-stream" : "application/json";
            if (isStream)
                response.Headers.CacheControl = "no-cache";
            else
                response.ContentLength = pending.Length;
        }

        recording?.AddAnswer(pending.Written.Span);
        // Before the wait: a slow client is no silent upstream.
        writtenAt = clock.GetTimestamp();
        await response.BodyWriter.WriteAsync(pending.Written, cancellationToken);
        pending.Clear();
    }

    /// <summary>Nothing more is written by the timer. The caller has the turn, and may write on.</summary>
    public void StopPings() => translator = null;

    public void OnTick(long now)
    {
        if (now - writtenAt < pingAfter || !turn.Wait(0, CancellationToken.None))
            return;

        _ = PingAsync();
    }

    /// <summary>Waits for a ping that is being sent, and lets none follow: the request's context goes back to its connection after this.</summary>
    public async Task EndAsync()
    {
        await turn.WaitAsync(CancellationToken.None);
        translator = null;
        turn.Release();
    }

    public void Dispose()
    {
        // Not the turn: a late tick may still look at it.
        pending.Dispose();
    }

    private async Task PingAsync()
    {
        try
        {
            if (translator is null)
                return;

            translator.Ping(pending);
            await SendAsync(CancellationToken.None);
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
