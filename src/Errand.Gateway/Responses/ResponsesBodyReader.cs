using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>Reads a Responses endpoint's answer in one body.</summary>
internal static class ResponsesBodyReader
{
    /// <inheritdoc cref="AnswerBodyReading"/>
    public static void Read(ReadOnlySpan<byte> body, IAnswerSink sink)
    {
        JsonCursor.Check(body);
        if (!ResponsesEnding.Read(body, sink, new ResponsesOutputReader(sink)))
            sink.Fail(UpstreamFault.NotUnderstood);
    }
}
