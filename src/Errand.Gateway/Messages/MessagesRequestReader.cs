using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Reads the body of <c>POST /v1/messages</c>.</summary>
/// <remarks>Members that only Anthropic's own servers understand are left out: cache marks, metadata, context management, tools that run on the server and their results.</remarks>
internal static class MessagesRequestReader
{
    /// <exception cref="TranslationException">The body is not JSON, or not a request.</exception>
    public static ModelCall Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return new MessagesRequest(body).Read();
        }
        catch (JsonException exception)
        {
            throw new TranslationException($"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).");
        }
    }
}
