using System.Globalization;
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
        response.StatusCode = fault.Status;
        response.ContentType = "application/json";
        if (fault.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        // Claude Code would try ten times what cannot succeed before somebody raises the budget.
        if (fault.Kind == FaultKind.BudgetExceeded)
            response.Headers["x-should-retry"] = "false";

        using var body = new PooledWriter();
        FaultBody.Write(dialect, fault, body);
        response.ContentLength = body.Length;
        recording?.AddAnswer(body.Written.Span);
        await response.BodyWriter.WriteAsync(body.Written, cancellationToken);
    }
}
