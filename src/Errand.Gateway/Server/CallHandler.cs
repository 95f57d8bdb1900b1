using Errand.Core;
using Errand.Gateway.Recording;
using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>Takes a request for a model: reads it, finds where it goes, has it served, and tells the client what went wrong.</summary>
internal sealed class CallHandler(CallServices services)
{
    private readonly long pingAfter = (long)(services.Timeouts.Ping.TotalSeconds * services.Clock.TimestampFrequency);

    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task HandleAsync(HttpContext context, ClientDialect dialect, GatewayClient client)
    {
        CancellationToken clientLeft = context.RequestAborted;
        using PooledBody body = await PooledBody.ReadAsync(context.Request, clientLeft);
        CallRecording? recording = services.Recorder?.Start(client.Name, context.Request, body.Bytes);
        try
        {
            GatewayFault? fault = await ServeAsync(context, dialect, client, body.Bytes, recording, clientLeft);
            if (fault is not null)
                await FaultAnswer.WriteAsync(context, dialect, fault, recording, clientLeft);
        }
        finally
        {
            if (recording is not null)
            {
                recording.Status = context.Response.StatusCode;
                services.Recorder!.Keep(recording);
            }
        }
    }

    private async Task<GatewayFault?> ServeAsync(
        HttpContext context, ClientDialect dialect, GatewayClient client, ReadOnlyMemory<byte> body, CallRecording? recording, CancellationToken clientLeft)
    {
        if (!RequestHead.TryRead(body.Span, out RequestHead head, out string problem))
            return new GatewayFault(FaultKind.TranslateRequest, 400, problem);
        if (services.Router.Find(head.Model, client.IsEscalated) is not { } targets)
            return Unknown(head.Model);

        using var answer = new ClientAnswer(context, dialect, head.IsStream, pingAfter, services.Clock, recording);
        if (head.IsStream)
            services.Watch.Add(answer);
        var run = new CallRun(services, dialect, client, head, body, answer, recording);
        try
        {
            GatewayFault? fault = await run.ServeAsync(targets, context.Request.Headers, clientLeft);
            if (fault is null || !answer.HasHead)
                return fault;

            await answer.FailAsync(fault, clientLeft);
            return null;
        }
        finally
        {
            services.Watch.Remove(answer);
            await answer.EndAsync();
        }
    }

    private GatewayFault Unknown(string model) => new(
        FaultKind.ModelUnknown,
        404,
        $"There is no model {Escaping.Quote(model, 80)}.{Nearest.Suggest(model, services.Router.Names)} Known: {string.Join(", ", services.Router.Names)}.",
        "model_not_found");
}
