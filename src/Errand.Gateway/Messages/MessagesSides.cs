using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Messages;

/// <summary>Both halves of Messages.</summary>
internal static class MessagesSides
{
    public static ClientSide Client { get; } = new(
        ClientDialect.Messages,
        MessagesRequestReader.Read,
        (output, context, isStream) => isStream ? new MessagesStreamWriter(output, context) : new MessagesBodyWriter(output, context));

    public static UpstreamSide Upstream { get; } = new(
        UpstreamRequestWriter.Write,
        sink => new AnswerFormReader(sink, new UpstreamEventReader(sink), UpstreamBodyReader.Read));
}
