using System.Globalization;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Responses;

/// <summary>How a fault reads in <c>response.failed</c>.</summary>
internal static class ResponsesFailure
{
    /// <summary>The code that Codex acts on: it stops at once for a quota, gives up for a full context, waits for a rate limit, and repeats the turn for all others.</summary>
    public static string Code(GatewayFault fault) => fault switch
    {
        { Kind: FaultKind.BudgetExceeded } => "insufficient_quota",
        { Code: { } code } => code,
        { Status: 429 } => "rate_limit_exceeded",
        { Status: 503 or 529 } => "server_is_overloaded",
        { Kind: FaultKind.TranslateRequest } or { Status: 400 or 413 or 422 } => "invalid_prompt",
        _ => "server_error",
    };

    /// <summary>Codex reads how long it shall wait out of the text; a stream has no headers left.</summary>
    public static string Message(GatewayFault fault) =>
        fault.RetryAfter is { } wait && Code(fault) == "rate_limit_exceeded"
            ? string.Create(CultureInfo.InvariantCulture, $"{fault.Message} Please try again in {Math.Ceiling(wait.TotalSeconds)}s.")
            : fault.Message;
}
