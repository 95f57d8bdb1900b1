using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Anthropic Messages on a Chat Completions endpoint.</summary>
/// <param name="newId">Makes letters and digits that no other answer has.</param>
internal sealed class MessagesToChat(Func<string> newId) : ITranslation
{
    public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        var call = MessagesRequestReader.Read(body);
        var names = new ToolNameMap(call.Tools);
        return new Call(target.AnswerModel, names, newId) { Body = ChatRequestWriter.Write(call, target, names, body.Length), IsStream = call.IsStream };
    }

    private sealed class Call(string model, ToolNameMap names, Func<string> newId) : TranslatedCall
    {
        // What the upstream sends is told by its first byte: content types of compatible servers are often wrong.
        public override IAnswerTranslator CreateAnswer(bool isEventStream)
        {
            var context = new AnswerContext(model, names, new AnswerIds(newId()), InputTokens);
            var output = new JsonSplice();
            var shaper = new AnswerShaper(IsStream ? new MessagesStreamWriter(output, context) : new MessagesBodyWriter(output, context), context);
            return new AnswerTranslator(new ChatAnswerReader(shaper), shaper, output);
        }
    }
}
