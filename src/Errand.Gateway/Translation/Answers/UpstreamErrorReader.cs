using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Finds what an upstream's error body or frame says, in any of the shapes that backends use.</summary>
internal static class UpstreamErrorReader
{
    /// <summary>Reads the body of an HTTP error.</summary>
    /// <param name="body">Whatever came.</param>
    /// <param name="status">The HTTP status.</param>
    public static UpstreamError Read(ReadOnlySpan<byte> body, int status)
    {
        try
        {
            var reader = JsonScan.Over(body);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && Object(ref reader) is { } error)
                return error with { Status = status };
        }
        catch (JsonException)
        {
            // HTML, plain text or half a document: the status alone has to do.
        }

        return new UpstreamError(status, null, $"The upstream answered with status {status}.");
    }

    /// <summary>Reads the value of a member <c>error</c>: an object, or a bare text.</summary>
    /// <returns>Null for null, false and empty values.</returns>
    public static UpstreamError? Value(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            return Object(ref reader) ?? new UpstreamError(0, null, "");

        return JsonScan.String(ref reader) is { Length: > 0 } text ? new UpstreamError(0, null, text) : null;
    }

    /// <summary>Reads an object that is, or holds, an error.</summary>
    /// <returns>Null if nothing in it says so.</returns>
    public static UpstreamError? Object(ref Utf8JsonReader reader)
    {
        string? message = null, code = null, type = null;
        var status = 0;
        UpstreamError? inner = null;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("error"u8) || name.SequenceEqual("errors"u8))
                inner = Value(ref reader);
            else if (name.SequenceEqual("message"u8) || name.SequenceEqual("detail"u8) || name.SequenceEqual("msg"u8) || name.SequenceEqual("error_msg"u8))
                message ??= JsonScan.String(ref reader);
            else if (name.SequenceEqual("code"u8) || name.SequenceEqual("status"u8) || name.SequenceEqual("status_code"u8))
                Code(ref reader, ref code, ref status);
            else if (name.SequenceEqual("type"u8))
                type = JsonScan.String(ref reader);
            else
                reader.Skip();
        }

        if (inner is not null)
            return inner;
        if (message is null && code is null && type is null)
            return null;

        return new UpstreamError(status, code ?? type, message ?? "");
    }

    private static void Code(ref Utf8JsonReader reader, ref string? code, ref int status)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            var number = JsonScan.Count(ref reader);
            if (number is >= 400 and < 600)
                status = (int)number;
            return;
        }

        var text = JsonScan.String(ref reader);
        if (int.TryParse(text, out var value) && value is >= 400 and < 600)
            status = value;
        else
            code ??= text;
    }
}
