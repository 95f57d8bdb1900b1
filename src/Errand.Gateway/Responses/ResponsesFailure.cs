using System.Globalization;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;

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

    /// <summary>The terminal event of a stream that somebody else began.</summary>
    /// <param name="output">Takes the event.</param>
    /// <param name="id">The answer's id, escaped.</param>
    /// <param name="sequence">The number that comes next.</param>
    /// <param name="model">The name that the client asked for.</param>
    /// <param name="fault">Why the answer failed.</param>
    public static void WriteEvent(JsonSplice output, ReadOnlySpan<byte> id, long sequence, string model, GatewayFault fault)
    {
        output.Raw("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":"u8);
        output.Number(sequence);
        output.Raw(",\"response\":{\"id\":"u8);
        output.Quoted(id);
        output.Raw(",\"object\":\"response\",\"status\":\"failed\",\"model\":"u8);
        output.Quoted(model);
        output.Raw(",\"error\":{\"code\":"u8);
        output.Quoted(Code(fault));
        output.Raw(",\"message\":"u8);
        output.Quoted(Message(fault));
        output.Raw("},\"incomplete_details\":null,\"output\":[],\"usage\":null}}\n\n"u8);
    }

    /// <summary>Codex reads how long it shall wait out of the text; a stream has no headers left.</summary>
    public static string Message(GatewayFault fault) =>
        fault.RetryAfter is { } wait && Code(fault) == "rate_limit_exceeded"
            ? string.Create(CultureInfo.InvariantCulture, $"{fault.Message} Please try again in {Math.Ceiling(wait.TotalSeconds)}s.")
            : fault.Message;
}
