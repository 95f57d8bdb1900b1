using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation;

internal sealed class PairCall(ClientSide client, UpstreamSide upstream, AnswerSeed seed) : TranslatedCall
{
    public override IAnswerTranslator CreateAnswer(bool isEventStream)
    {
        var context = seed.Context(InputTokens);
        var output = new JsonSplice();
        var shaper = new AnswerShaper(client.CreateWriter(output, context, IsStream), context);
        return new AnswerTranslator(upstream.CreateReader(shaper), shaper, output);
    }
}
