using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Responses;

/// <summary>Both halves of Responses.</summary>
internal static class ResponsesSides
{
    public static ClientSide Client(TimeProvider clock) => new(
        ClientDialect.Responses,
        ResponsesRequestReader.Read,
        (output, context, isStream) =>
        {
            var envelope = new ResponsesEnvelope(context.Ids.Unique, clock.GetUtcNow(), context.Model);
            return isStream ? new ResponsesStreamWriter(output, envelope) : new ResponsesBodyWriter(output, envelope);
        });

    public static UpstreamSide Upstream { get; } = new(
        ResponsesRequestWriter.Write,
        sink => new AnswerFormReader(sink, new ResponsesEventReader(sink), ResponsesBodyReader.Read));
}
