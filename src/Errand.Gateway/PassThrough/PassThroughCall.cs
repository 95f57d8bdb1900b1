using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.PassThrough;

internal sealed class PassThroughCall(ClientSide client, UpstreamSide upstream, AnswerSeed seed) : TranslatedCall
{
    public override IAnswerTranslator CreateAnswer(bool isEventStream) => new PassThroughAnswer(IsStream, Made, InputTokens);

    private IAnswerTranslator Made(AnswerForm form)
    {
        if (form != (IsStream ? AnswerForm.Stream : AnswerForm.Body))
            return new PairCall(client, upstream, seed) { Body = Body, IsStream = IsStream }.CreateAnswer(form == AnswerForm.Stream);
        var context = seed.Context(InputTokens);
        return IsStream ? new PassThroughStream(client.Dialect, context) : new PassThroughBody(client.Dialect, context);
    }
}
