using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Reads an Anthropic endpoint's answer in one body.</summary>
internal static class UpstreamBodyReader
{
    /// <inheritdoc cref="AnswerBodyReading"/>
    public static void Read(ReadOnlySpan<byte> body, IAnswerSink sink)
    {
        JsonCursor.Check(body);
        var usage = default(UpstreamUsage);
        FinishReason? reason = null;
        UpstreamError? error = null;
        ReadOnlySpan<byte> content = default;
        var cursor = new JsonCursor(body);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("content"u8) && cursor.IsArray)
                content = cursor.Raw();
            else if (cursor.NameIs("usage"u8))
                usage.Read(ref cursor);
            else if (cursor.NameIs("stop_reason"u8) && cursor.IsString)
                reason = UpstreamStopReason.Read(ref cursor);
            else if (cursor.NameIs("error"u8))
                error = cursor.Error();
        }

        if (error is not null || content.IsEmpty)
        {
            sink.Fail(error ?? UpstreamFault.NotUnderstood);
            return;
        }

        TakeBlocks(content, sink);
        sink.Usage(usage.Tokens);
        if (reason is { } said)
            sink.Finish(said);
        sink.End(isProper: true);
    }

    private static void TakeBlocks(ReadOnlySpan<byte> content, IAnswerSink sink)
    {
        var block = new UpstreamBlock(sink);
        int index = 0;
        var cursor = new JsonCursor(content);
        int depth = cursor.Depth;
        while (cursor.NextElement(depth))
        {
            if (cursor.IsObject)
                block.Start(index++, cursor.Raw());
        }

        block.Stop(null);
    }
}
