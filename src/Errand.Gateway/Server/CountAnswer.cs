using System.Text.Json;
using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>Answers <c>count_tokens</c> here: some clients ask dozens of times at their start, and few backends know it.</summary>
internal static class CountAnswer
{
    public static async Task<GatewayFault?> WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using PooledBody request = await PooledBody.ReadAsync(context.Request, cancellationToken);
        if (!RequestHead.TryRead(request.Bytes.Span, out _, out string problem))
            return new GatewayFault(FaultKind.TranslateRequest, 400, problem);

        using var body = new PooledWriter();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens"u8, TokenEstimate.OfRequest(request.Bytes.Span));
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body.Written, cancellationToken);
        return null;
    }
}
