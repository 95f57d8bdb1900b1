using System.Buffers;
using System.Text.Json;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Server;

/// <summary>Writes a fault in the shape that a client's dialect gives to errors.</summary>
internal static class FaultBody
{
    public static void Write(ClientDialect dialect, GatewayFault fault, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        if (dialect == ClientDialect.Messages)
            json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, TypeOf(dialect, fault));
        json.WriteString("message"u8, fault.Message);
        if (dialect != ClientDialect.Messages)
        {
            json.WriteNull("param"u8);
            json.WriteString("code"u8, fault.Code);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a fault as the event that ends a stream.</summary>
    public static void WriteEvent(ClientDialect dialect, GatewayFault fault, IBufferWriter<byte> output)
    {
        if (dialect != ClientDialect.ChatCompletions)
            output.Write("event: error\n"u8);
        output.Write("data: "u8);
        Write(dialect, fault, output);
        output.Write("\n\n"u8);
    }

    private static string TypeOf(ClientDialect dialect, GatewayFault fault) => (dialect, fault.Status) switch
    {
        (ClientDialect.Messages, 401) => "authentication_error",
        (ClientDialect.Messages, 402) => "billing_error",
        (ClientDialect.Messages, 403) => "permission_error",
        (ClientDialect.Messages, 404) => "not_found_error",
        (ClientDialect.Messages, 413) => "request_too_large",
        (ClientDialect.Messages, 429) => "rate_limit_error",
        (ClientDialect.Messages, 503 or 529) => "overloaded_error",
        (ClientDialect.Messages, >= 500) => "api_error",
        (_, 401) => "authentication_error",
        (_, 429) => fault.Code == "insufficient_quota" ? "insufficient_quota" : "rate_limit_error",
        (_, >= 500) => "server_error",
        _ => "invalid_request_error",
    };
}
