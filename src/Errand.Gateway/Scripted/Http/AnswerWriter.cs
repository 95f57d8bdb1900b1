using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>Sends an answer, with the fault that its play asks for.</summary>
internal sealed class AnswerWriter(StallGate stalls, TimeProvider clock)
{
    private const string Json = "application/json";

    public static int StatusOf(Play play, ModelRequest request) => play.Fault switch
    {
        StatusFault status => status.Status,
        ErrorEventFault error when !request.Stream => request.Wire.StatusOf(error.Code),
        _ => StatusCodes.Status200OK,
    };

    public static Task WriteAsync(HttpResponse response, int status, JsonObject body, CancellationToken cancellationToken) =>
        WriteAsync(response, status, Json, body.ToJsonString(), cancellationToken);

    public async Task WriteAsync(HttpContext context, Play play, ModelRequest request, CancellationToken cancellationToken)
    {
        if (play.Delay > TimeSpan.Zero)
            await Task.Delay(play.Delay, clock, cancellationToken);
        if (play.Fault is StallFault { After: null } stall)
            await stalls.HoldAsync(stall.Duration, cancellationToken);
        context.Response.Headers["request-id"] = context.Response.Headers["x-request-id"] = $"req_{Guid.NewGuid():n}";

        if (play.Fault is StatusFault fault)
        {
            foreach (var (name, value) in fault.Headers)
                context.Response.Headers[name] = value;
            await WriteAsync(context.Response, fault.Status, request.Wire.Error(fault.Status, fault.Code, fault.Message), cancellationToken);
        }
        else if (request.Stream)
        {
            await WriteStreamAsync(context, play, request.Wire, cancellationToken);
        }
        else
        {
            await WriteWholeAsync(context, play, request.Wire, cancellationToken);
        }
    }

    private async Task WriteStreamAsync(HttpContext context, Play play, IModelWire wire, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        var events = wire.Events(play.Answer);
        var cut = CutOf(play.Fault, events);
        var isComplete = false;
        await response.StartAsync(cancellationToken);
        for (var index = 0; index < events.Count; index++)
        {
            if (index == cut)
                break;
            if (play.Fault is StallFault { After: { } after } stall && after == index)
                await stalls.HoldAsync(stall.Duration, cancellationToken);
            if (index > 0 && play.Pace > TimeSpan.Zero)
                await Task.Delay(play.Pace, clock, cancellationToken);
            // Before the client can know the end, so that its next request already meets the next turn.
            if (events[index].IsEnding && !isComplete)
            {
                isComplete = true;
                play.Complete();
            }

            await SendAsync(response, events[index].Frame(), cancellationToken);
        }

        switch (play.Fault)
        {
            case TearFault { Abort: true }:
                context.Abort();
                break;
            case ErrorEventFault error:
                await SendAsync(response, wire.ErrorEvent(error.Code, error.Message, cut).Frame(), cancellationToken);
                break;
            case GarbageFault garbage:
                await SendAsync(response, garbage.Text, cancellationToken);
                break;
        }
    }

    private async Task WriteWholeAsync(HttpContext context, Play play, IModelWire wire, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var body = wire.Whole(play.Answer).ToJsonString();
        switch (play.Fault)
        {
            case ErrorEventFault error:
                var status = wire.StatusOf(error.Code);
                await WriteAsync(response, status, wire.Error(status, error.Code, error.Message), cancellationToken);
                return;
            case GarbageFault garbage:
                await WriteAsync(response, StatusCodes.Status200OK, Json, garbage.Text, cancellationToken);
                return;
            case TearFault tear:
                response.ContentType = Json;
                if (tear.Abort)
                    response.ContentLength = Encoding.UTF8.GetByteCount(body);
                await response.StartAsync(cancellationToken);
                await SendAsync(response, body[..(body.Length / 2)], cancellationToken);
                if (tear.Abort)
                    context.Abort();
                return;
            case StallFault { After: not null } stall:
                await stalls.HoldAsync(stall.Duration, cancellationToken);
                break;
        }

        play.Complete();
        await WriteAsync(response, StatusCodes.Status200OK, Json, body, cancellationToken);
    }

    /// <summary>How many events are sent before the fault ends the answer; all of them when none does.</summary>
    private static int CutOf(ScriptFault? fault, IReadOnlyList<WireEvent> events)
    {
        // However many a script allows, an answer that is cut is never complete.
        var ending = events.TakeWhile(entry => !entry.IsEnding).Count();
        return fault switch
        {
            TearFault tear => Math.Min(tear.After ?? ending, ending),
            ErrorEventFault error => Math.Min(error.After, ending),
            GarbageFault garbage => Math.Min(garbage.After, ending),
            _ => events.Count,
        };
    }

    private static async Task WriteAsync(HttpResponse response, int status, string contentType, string body, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellationToken);
    }

    private static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
