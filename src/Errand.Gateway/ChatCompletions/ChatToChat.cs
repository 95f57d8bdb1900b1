using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Chat Completions passed through: the model's name changes both ways, usage is asked for and read, and a torn stream ends with an error.</summary>
/// <param name="newId">Makes letters and digits that no other answer has.</param>
internal sealed class ChatToChat(Func<string> newId) : ITranslation
{
    public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        try
        {
            var request = ChatPassRequest.Read(body, target);
            return new Call(target.AnswerModel, request.WantsUsage, newId) { Body = request.Body, IsStream = request.IsStream };
        }
        catch (JsonException exception)
        {
            throw new TranslationException($"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}).");
        }
    }

    private sealed class Call(string model, bool wantsUsage, Func<string> newId) : TranslatedCall
    {
        public override IAnswerTranslator CreateAnswer(bool isEventStream)
        {
            var context = new AnswerContext(model, ToolNameMap.Empty, new AnswerIds(newId()), InputTokens);
            return new ChatPassAnswer(context, IsStream, wantsUsage);
        }
    }
}
