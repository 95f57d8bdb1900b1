using System.Buffers;
using Errand.Gateway.Recording;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>One call to one upstream: sends it, and hands the answer on as it comes, with one write for each read.</summary>
#pragma warning disable CA1001 // The content owns nothing but memory of the call.
internal sealed class UpstreamTry(CallServices services, Upstream upstream, TranslatedCall call, ClientAnswer answer, TryRecording? recording)
#pragma warning restore CA1001
{
    private const int BufferSize = 16 * 1024;

    private readonly CallContent content = new(call.Body);
    private IAnswerTranslator? translator;
    private bool isUnreachable;

    /// <summary>The upstream's HTTP status; 0 = there was none.</summary>
    public int Status { get; private set; }

    /// <summary>What it cost. An upstream that had the request and said nothing before the call was ended has read it all the same.</summary>
    public TokenUsage Usage => translator?.Usage ?? (content.WasSent && Status == 0 && !isUnreachable ? new AnswerUsage(call.InputTokens).Current : default);

    /// <returns>Why it failed; null = the client has its whole answer. Where a stream had begun, the client was told in it.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<GatewayFault?> RunAsync(IHeaderDictionary clientHeaders, CallActivity activity, CancellationToken clientLeft)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await services.Upstreams.SendAsync(upstream, content, call.IsStream, clientHeaders, activity.Token);
            activity.Touch(services.Clock.GetTimestamp());
            Status = (int)response.StatusCode;
            return response.IsSuccessStatusCode
                ? await RelayAsync(response, activity, clientLeft)
                : await services.Faults.ReadAsync(upstream, response, activity.Token);
        }
        catch (OperationCanceledException) when (IsStall(activity, clientLeft) && !answer.HasStarted)
        {
            return UpstreamFaults.Stalled(upstream, services.Timeouts.Activity);
        }
        catch (Exception cause) when (response is null && !clientLeft.IsCancellationRequested && cause is HttpRequestException or IOException or OperationCanceledException)
        {
            // Whoever had all of the request and then broke off may have begun to work on it.
            isUnreachable = cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };
            return services.Faults.Unreachable(upstream, cause);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static bool IsStall(CallActivity activity, CancellationToken clientLeft) => activity.HasStalled && !clientLeft.IsCancellationRequested;

    private async Task<GatewayFault?> RelayAsync(HttpResponseMessage response, CallActivity activity, CancellationToken clientLeft)
    {
        IAnswerTranslator reader = translator = call.CreateAnswer(AnswerBytes.IsEventStream(response));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using Stream stream = await AnswerBytes.OpenAsync(response, activity.Token);
            int held = 0;
            bool isTorn = false;
            GatewayFault? stall = null;
            while (!reader.HasEnded)
            {
                int read = 0;
                try
                {
                    read = await stream.ReadAsync(buffer.AsMemory(held), activity.Token);
                }
                catch (OperationCanceledException) when (IsStall(activity, clientLeft))
                {
                    stall = UpstreamFaults.Stalled(upstream, services.Timeouts.Activity);
                }
                catch (Exception cause) when (cause is IOException or HttpRequestException or InvalidDataException)
                {
                    isTorn = true;
                }

                if (read == 0)
                    break;

                // How long the client takes for it is no silence of the upstream.
                activity.Pause();
                int length = held + read;
                int ready = upstream.Mask.Apply(buffer.AsSpan(0, length));
                await HandOnAsync(reader, buffer.AsMemory(0, ready), clientLeft);
                activity.Touch(services.Clock.GetTimestamp());
                held = length - ready;
                buffer.AsSpan(ready, held).CopyTo(buffer);
            }

            return await FinishAsync(reader, buffer.AsMemory(0, held), isTorn, stall, clientLeft);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask HandOnAsync(IAnswerTranslator reader, ReadOnlyMemory<byte> bytes, CancellationToken clientLeft)
    {
        recording?.AddAnswer(bytes.Span);
        await answer.EnterAsync(clientLeft);
        try
        {
            reader.Read(bytes.Span, answer.Output);
            if (answer.IsStream && (reader.HasStarted || answer.HasStarted))
                await answer.SendAsync(clientLeft);
        }
        finally
        {
            answer.Yield();
        }
    }

    private async Task<GatewayFault?> FinishAsync(
        IAnswerTranslator reader, ReadOnlyMemory<byte> held, bool isTorn, GatewayFault? stall, CancellationToken clientLeft)
    {
        await answer.EnterAsync(clientLeft);
        try
        {
            if (!reader.HasEnded && held.Length > 0)
                reader.Read(held.Span, answer.Output);
            if (!reader.HasEnded && stall is not null && (reader.HasStarted || answer.HasStarted))
                reader.Fail(stall, answer.Output);
            else if (!reader.HasEnded && stall is null)
                reader.End(isTorn, answer.Output);

            GatewayFault? fault = stall ?? reader.Fault;
            bool isTold = answer.IsStream && (reader.HasStarted || answer.HasStarted);
            if (fault is not null && !isTold)
            {
                answer.Discard();
                return services.Faults.Clean(fault);
            }

            // Whatever the fault is, it was told: nothing may follow.
            answer.StopPings();
            await answer.SendAsync(clientLeft);
            return fault is null ? null : services.Faults.Clean(fault);
        }
        finally
        {
            answer.Yield();
        }
    }
}
