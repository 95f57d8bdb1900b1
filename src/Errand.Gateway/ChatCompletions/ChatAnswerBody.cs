using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads a Chat Completions endpoint's answer in one body.</summary>
internal static class ChatAnswerBody
{
    /// <inheritdoc cref="AnswerBodyReading"/>
    public static void Read(ReadOnlySpan<byte> body, IAnswerSink sink)
    {
        var document = new ChatDocument(sink);
        document.Read(body);
        if (document.HasChoices)
            sink.End(isProper: true);
        else
            sink.Fail(UpstreamFault.NotUnderstood);
    }
}
