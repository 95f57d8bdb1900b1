using System.Text.Json;

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

    /// <param name="body">The whole body.</param>
    /// <param name="head">What was found.</param>
    /// <param name="problem">For the client, why it is no request.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out RequestHead head, out string problem)
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
