using System.Text.Json;
using Errand.Gateway.Translation;

namespace Errand.Gateway.PassThrough;

/// <summary>A client and an upstream that speak the same protocol.</summary>
/// <param name="client">For an answer that is a body where a stream was asked for, or the other way round.</param>
/// <param name="upstream">For the same.</param>
/// <param name="newId">Makes letters and digits that no other answer has.</param>
internal sealed class PassThroughTranslation(ClientSide client, UpstreamSide upstream, Func<string> newId) : ITranslation
{
    public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        try
        {
            var request = PassThroughRequest.Of(body, target);
            return new PassThroughCall(client, upstream, new AnswerSeed(target.AnswerModel, ToolNameMap.Empty, newId))
            {
                Body = request.Body,
                IsStream = request.IsStream,
            };
        }
        catch (JsonException error)
        {
            throw new TranslationException($"The body is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine}). Send one JSON object.");
        }
    }
}
