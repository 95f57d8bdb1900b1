using Errand.Gateway.Ledger;
using Errand.Gateway.Recording;
using Errand.Gateway.Routing;
using Errand.Gateway.Translation;
using Errand.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Errand.Gateway.Server;

/// <summary>Serves one request: target after target, try after try, until the client has an answer or nothing is left to be tried.</summary>
internal sealed partial class CallRun(
    CallServices services, ClientDialect dialect, GatewayClient client, RequestHead head, ReadOnlyMemory<byte> body, ClientAnswer answer, CallRecording? recording)
{
    // With another upstream at hand nobody has to wait long for this one.
    private static readonly TimeSpan PatienceWithFallback = TimeSpan.FromSeconds(2);

    private TimeSpan waited;
    private int tries;

    /// <returns>The fault that the client has still to be told of; null = it has an answer, or was told in it.</returns>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<GatewayFault?> ServeAsync(RouteTarget[] targets, IHeaderDictionary headers, CancellationToken clientLeft)
    {
        var faults = new List<GatewayFault>();
        for (int index = 0; index < targets.Length; index++)
        {
            GatewayFault? fault = await ServeAsync(targets[index], index == targets.Length - 1, headers, clientLeft);
            if (fault is null || answer.HasStarted)
                return null;

            faults.Add(fault);
            if (!RetryRules.IsForAnother(fault))
                break;
        }

        // An upstream that could not be asked says nothing about the ones that could.
        GatewayFault[] told = [.. faults.Where(fault => fault.Kind != FaultKind.TranslateRequest)];
        if (told.Length == 0)
            return faults[0];

        // The last one says what kind of failure it is; the others are still worth reading.
        return told is [var only] ? only : told[^1] with { Message = string.Join(' ', told.Select(fault => fault.Message)) };
    }

    private async Task<GatewayFault?> ServeAsync(RouteTarget target, bool isLast, IHeaderDictionary headers, CancellationToken clientLeft)
    {
        Upstream upstream = target.Upstream;
        if (services.Translations(dialect, upstream.Protocol) is not { } translation)
        {
            return new GatewayFault(
                FaultKind.TranslateRequest, 400, $"Upstream '{upstream.Name}' speaks {upstream.Protocol}, to which this request cannot be translated.");
        }

        TranslatedCall call;
        try
        {
            call = translation.Translate(body, target.For(head.Model));
        }
        catch (TranslationException refusal)
        {
            return new GatewayFault(FaultKind.TranslateRequest, 400, refusal.Message);
        }

        var estimate = new CallEstimate(target.ModelFor(head.Model), call.InputTokens, target.MostOutput(head.MaxTokens));
        int attempt = 1;
        while (true)
        {
            TimeSpan held;
            // A longer hold may have come while this one was waited for.
            while ((held = services.Holds.Left(upstream.HoldName)) > TimeSpan.Zero)
            {
                if (!await WaitAsync(services.Retries.Delay(attempt, held), isLast, clientLeft))
                    return UpstreamFaults.Held(upstream, held);
            }

            CallPermit permit = await client.Meter.ReserveAsync(estimate, clientLeft);
            if (!permit.IsGranted)
                return OverBudget(permit);
            // After the budget: a probe that waits for that would keep everybody else out.
            if (!upstream.Breaker.TryEnter(out BreakerTicket ticket, out TimeSpan closed))
            {
                client.Meter.Release(permit);
                if (!await WaitAsync(closed, isLast, clientLeft))
                    return UpstreamFaults.Open(upstream, closed);
                continue;
            }

            GatewayFault? fault = await TryAsync(target, call, permit, ticket, headers, clientLeft);
            if (fault is null || answer.HasStarted || !RetryRules.IsPassing(fault))
                return fault;
            if (fault.Status == 429)
                await services.Holds.HoldAsync(upstream.HoldName, services.Retries.Hold(attempt, fault.RetryAfter), clientLeft);
            if (attempt >= services.Retries.Attempts)
                return fault;
            if (fault.Status != 429 && !await WaitAsync(services.Retries.Delay(attempt, fault.RetryAfter), isLast, clientLeft))
                return fault;
            attempt++;
        }
    }

    /// <summary>Waits, if that is not too long; false = it is.</summary>
    private async Task<bool> WaitAsync(TimeSpan time, bool isLast, CancellationToken clientLeft)
    {
        TimeSpan patience = services.Retries.MaxWait - waited;
        if (!isLast && patience > PatienceWithFallback)
            patience = PatienceWithFallback;
        if (time > patience)
            return false;

        waited += time;
        if (time > TimeSpan.Zero)
            await Task.Delay(time, services.Clock, clientLeft);
        return true;
    }

    private async Task<GatewayFault?> TryAsync(
        RouteTarget target, TranslatedCall call, CallPermit permit, BreakerTicket ticket, IHeaderDictionary headers, CancellationToken clientLeft)
    {
        Upstream upstream = target.Upstream;
        TryRecording? kept = recording?.AddTry(upstream.Name, upstream.Shown, call.Body);
        var exchange = new UpstreamTry(services, upstream, call, answer, kept);
        permit.UsedSoFar = () => exchange.Usage;
        DateTimeOffset at = services.Clock.GetUtcNow();
        long startedAt = services.Clock.GetTimestamp();
        CallActivity activity = services.Watch.Start(clientLeft);
        FaultKind? kind = FaultKind.Internal;
        try
        {
            GatewayFault? fault = await exchange.RunAsync(headers, activity, clientLeft);
            kind = fault?.Kind;
            if (fault is null)
                upstream.Breaker.Succeed(ticket);
            else if (RetryRules.IsUnhealthy(fault))
                upstream.Breaker.Fail(ticket);
            else
                upstream.Breaker.Forget(ticket);
            if (fault is not null)
            {
                kept?.Fault = fault.Message;
                LogFailed(client.Name, head.Model, upstream.Name, exchange.Status, fault.Kind, fault.Message);
            }

            return fault;
        }
        catch (OperationCanceledException)
        {
            kind = FaultKind.ClientDisconnected;
            throw;
        }
        finally
        {
            services.Watch.End(activity);
            if (kind is FaultKind.ClientDisconnected or FaultKind.Internal)
                upstream.Breaker.Forget(ticket);
            kept?.Status = exchange.Status;
            client.Meter.Settle(permit, new CallRecord
            {
                At = at,
                Client = client.Name,
                Attempt = client.Attempt,
                Dialect = dialect,
                RequestedModel = head.Model,
                ServedModel = target.ModelFor(head.Model),
                Upstream = upstream.Name,
                Usage = exchange.Usage,
                Duration = services.Clock.GetElapsedTime(startedAt),
                Fault = kind,
                Status = exchange.Status,
                Try = ++tries,
            });
            permit.UsedSoFar = null;
        }
    }

    /// <summary>The answers after which each client stops with one request, and shows the reason.</summary>
    private GatewayFault OverBudget(CallPermit permit) => new(
        FaultKind.BudgetExceeded, dialect == ClientDialect.Messages ? 402 : 429, permit.Refusal ?? "The budget is used up.", "insufficient_quota");

    private void LogFailed(string who, string model, string upstream, int status, FaultKind kind, string message) =>
        LogFailed(services.Logger, who, model, upstream, status, kind, message);

    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "{Client}: {Model} at {Upstream}: {Kind} ({Status}): {Reason}")]
    private static partial void LogFailed(ILogger logger, string client, string model, string upstream, int status, FaultKind kind, string reason);
}
