using Errand.Gateway.Translation;

namespace Errand.Gateway.PassThrough;

internal sealed class PassThroughCall(ClientSide client, UpstreamSide upstream, AnswerSeed seed) : TranslatedCall
{
    public override IAnswerTranslator CreateAnswer(bool isEventStream)
    {
        if (isEventStream != IsStream)
            return new PairCall(client, upstream, seed) { Body = Body, IsStream = IsStream }.CreateAnswer(isEventStream);
        var context = seed.Context(Body.Length);
        return IsStream ? new PassThroughStream(client.Dialect, context) : new PassThroughBody(client.Dialect, context);
    }
}
