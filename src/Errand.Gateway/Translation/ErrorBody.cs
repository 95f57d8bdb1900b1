using System.Buffers;
using System.Globalization;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation;

/// <summary>A fault as a client's dialect says it: HTTP status, headers and body, or an event in a stream that has begun.</summary>
internal static class ErrorBody
{
    /// <summary>The HTTP status. A budget's end is what the client's own program takes as final: 402 for Claude Code, 429 for Codex, which tries 402 six times.</summary>
    public static int Status(ClientDialect dialect, GatewayFault fault)
    {
        if (IsOutOfMoney(fault))
            return dialect == ClientDialect.Messages ? 402 : 429;

        // Codex makes six requests of a 403, and one of a 400.
        if (dialect == ClientDialect.Responses && fault is { Kind: FaultKind.UpstreamStatus, Status: 403 })
            return 400;

        return fault.Status is >= 400 and < 600 ? fault.Status : 500;
    }

    /// <summary>Headers beside the content type.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(ClientDialect dialect, GatewayFault fault)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (fault.RetryAfter is { } wait)
            headers.Add(new("retry-after", Math.Max(0, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)));
        if (IsOutOfMoney(fault) && dialect == ClientDialect.Messages)
            headers.Add(new("x-should-retry", "false"));
        return headers;
    }

    /// <summary>The body of an HTTP error.</summary>
    public static void WriteJson(ClientDialect dialect, GatewayFault fault, IBufferWriter<byte> client)
    {
        var json = new JsonSplice();
        if (dialect == ClientDialect.Messages)
            Messages(fault, json);
        else
            OpenAI(fault, json);
        json.MoveTo(client);
    }

    /// <summary>The event that ends a stream which has begun.</summary>
    public static void WriteEvent(ClientDialect dialect, GatewayFault fault, JsonSplice output)
    {
        switch (dialect)
        {
            case ClientDialect.Messages:
                output.Raw("event: error\ndata: "u8);
                Messages(fault, output);
                break;
            case ClientDialect.Responses:
                output.Raw("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":0,\"response\":{\"id\":\"\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":"u8);
                output.Quoted(Code(fault));
                output.Raw(",\"message\":"u8);
                output.Quoted(fault.Message);
                output.Raw("}}}"u8);
                break;
            default:
                output.Raw("data: "u8);
                OpenAI(fault, output);
                break;
        }

        output.Raw("\n\n"u8);
    }

    /// <summary>The code of OpenAI's protocols. Codex acts on <c>insufficient_quota</c> and <c>context_length_exceeded</c>.</summary>
    public static string Code(GatewayFault fault)
    {
        if (IsOutOfMoney(fault))
            return UpstreamFault.NoQuota;
        if (fault.Code is not null)
            return fault.Code;

        return fault.Status switch
        {
            401 => "invalid_api_key",
            403 => "permission_denied",
            404 => "model_not_found",
            413 => "request_too_large",
            429 => "rate_limit_exceeded",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
    }

    private static bool IsOutOfMoney(GatewayFault fault) => fault.Kind == FaultKind.BudgetExceeded || fault.Code == UpstreamFault.NoQuota;

    private static void Messages(GatewayFault fault, JsonSplice json)
    {
        json.Raw("{\"type\":\"error\",\"error\":{\"type\":"u8);
        json.Quoted(Status(ClientDialect.Messages, fault) switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            503 or 529 => "overloaded_error",
            504 => "timeout_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        });
        json.Raw(",\"message\":"u8);
        json.Quoted(IsTooLong(fault) ? $"prompt is too long: {fault.Message}" : fault.Message);
        json.Raw("}}"u8);
    }

    // Claude Code compacts the conversation when it reads these words, and only these.
    private static bool IsTooLong(GatewayFault fault) =>
        fault.Code == UpstreamFault.ContextLength && !fault.Message.StartsWith("prompt is too long", StringComparison.OrdinalIgnoreCase);

    private static void OpenAI(GatewayFault fault, JsonSplice json)
    {
        json.Raw("{\"error\":{\"message\":"u8);
        json.Quoted(fault.Message);
        json.Raw(",\"type\":"u8);
        json.Quoted(IsOutOfMoney(fault) ? UpstreamFault.NoQuota : fault.Status switch
        {
            401 => "authentication_error",
            403 => "permission_error",
            404 => "not_found_error",
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        });
        json.Raw(",\"param\":null,\"code\":"u8);
        json.Quoted(Code(fault));
        json.Raw("}}"u8);
    }
}
