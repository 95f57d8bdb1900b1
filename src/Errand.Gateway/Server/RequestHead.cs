using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Errand.Gateway.Server;

/// <summary>What must be known of a request before it is translated.</summary>
/// <param name="Model">The name that the client asked for.</param>
/// <param name="IsStream">Whether it wants a stream.</param>
/// <param name="MaxTokens">The most output that it allows; 0 = it did not say.</param>
internal readonly record struct RequestHead(string Model, bool IsStream, long MaxTokens)
{
    // More than any model writes, and far from where sums of it overflow.
    private const long LargestLimit = 10_000_000;

    // As deep as the tool schemas and results of the clients go, with room.
    private static readonly JsonReaderOptions Syntax = new() { MaxDepth = 256 };

    /// <param name="body">The whole body. What is deep in it may still be no JSON.</param>
    /// <param name="head">What was found.</param>
    /// <param name="problem">For the client, why it is no request.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out RequestHead head, out string problem)
    {
        problem = "";
        return TryScan(body, out head) || TryReadAll(body, out head, out problem);
    }

    /// <summary>The quick way, for a request that is as all are; false = it is not.</summary>
    private static bool TryScan(ReadOnlySpan<byte> body, out RequestHead head)
    {
        head = default;
        ReadOnlySpan<byte> model = default;
        bool isStream = false;
        long maxTokens = 0;
        var members = new MemberScan(body);
        while (members.Next())
        {
            ReadOnlySpan<byte> name = members.Name;
            if (name.Contains((byte)'\\'))
                return false;
            if (name.SequenceEqual("model"u8))
                model = members.Value;
            else if (name.SequenceEqual("stream"u8))
                isStream = members.Value.SequenceEqual("true"u8);
            else if (IsLimit(name) && Utf8Parser.TryParse(members.Value, out long limit, out int length) && length == members.Value.Length)
                maxTokens = Math.Clamp(limit, 0, LargestLimit);
        }

        if (!members.IsAtEnd() || model is not [(byte)'"', .. { IsEmpty: false } content, (byte)'"'] || content.Contains((byte)'\\') || !Utf8.IsValid(content))
            return false;

        head = new RequestHead(Encoding.UTF8.GetString(content), isStream, maxTokens);
        return true;
    }

    private static bool IsLimit(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("max_tokens"u8) || name.SequenceEqual("max_output_tokens"u8) || name.SequenceEqual("max_completion_tokens"u8);

    private static bool TryReadAll(ReadOnlySpan<byte> body, out RequestHead head, out string problem)
    {
        string? model = null;
        bool isStream = false;
        long maxTokens = 0;
        head = default;
        problem = "The body is not a JSON object.";
        try
        {
            var json = new Utf8JsonReader(body, Syntax);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                bool isModel = json.ValueTextEquals("model"u8);
                bool isStreamKey = json.ValueTextEquals("stream"u8);
                bool isLimit = json.ValueTextEquals("max_tokens"u8) || json.ValueTextEquals("max_output_tokens"u8) || json.ValueTextEquals("max_completion_tokens"u8);
                json.Read();
                if (isModel && json.TokenType == JsonTokenType.String)
                    model = json.GetString();
                else if (isStreamKey)
                    isStream = json.TokenType == JsonTokenType.True;
                else if (isLimit && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long limit))
                    maxTokens = Math.Clamp(limit, 0, LargestLimit);
                else
                    json.Skip();
            }

            // Reads to the end: anything behind the object is refused here and not by an upstream.
            while (json.Read())
            {
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            problem = $"The body is not JSON: {fault.Message.Split(" LineNumber:", 2)[0].TrimEnd('.')}.";
            return false;
        }

        head = new RequestHead(model ?? "", isStream, maxTokens);
        problem = "The body names no model.";
        return !string.IsNullOrEmpty(model);
    }
}
