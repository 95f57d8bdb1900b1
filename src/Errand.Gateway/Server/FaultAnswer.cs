using Errand.Gateway.Recording;
using Errand.Gateway.Translation;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>Tells a client of a fault by HTTP status and body.</summary>
internal static class FaultAnswer
{
    public static async Task WriteAsync(HttpContext context, ClientDialect dialect, GatewayFault fault, CallRecording? recording, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        response.StatusCode = ErrorBody.Status(dialect, fault);
        response.ContentType = "application/json";
        foreach ((string name, string value) in ErrorBody.Headers(dialect, fault))
            response.Headers[name] = value;

        using var body = new PooledWriter();
        ErrorBody.WriteJson(dialect, fault, body);
        response.ContentLength = body.Length;
        recording?.AddAnswer(body.Written.Span);
        await response.BodyWriter.WriteAsync(body.Written, cancellationToken);
    }
}
