using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>Reads the <c>response</c> object that ends a stream, or that is the whole answer.</summary>
internal static class ResponsesEnding
{
    /// <returns>False if the object is no answer at all; nothing was told then.</returns>
    public static bool Read(ReadOnlySpan<byte> response, IAnswerSink sink, ResponsesOutputReader items)
    {
        ReadOnlySpan<byte> output = default, status = default;
        FinishReason? incomplete = null;
        TokenUsage? usage = null;
        UpstreamError? error = null;
        var cursor = new JsonCursor(response);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("status"u8))
                status = cursor.Text;
            else if (cursor.NameIs("output"u8) && cursor.IsArray)
                output = cursor.Raw();
            else if (cursor.NameIs("usage"u8))
                usage = ResponsesUsage.Read(ref cursor);
            else if (cursor.NameIs("error"u8))
                error = cursor.Error();
            else if (cursor.NameIs("incomplete_details"u8) && cursor.IsObject)
                incomplete = Reason(ref cursor);
        }

        cursor.Finish();
        if (usage is { } tokens)
            sink.Usage(tokens);
        if (error is not null || status.SequenceEqual("failed"u8) || status.SequenceEqual("cancelled"u8))
        {
            sink.Fail(error ?? new UpstreamError(0, "server_error", "The upstream's response failed without a reason."));
            return true;
        }

        if (output.IsEmpty && status.IsEmpty && !items.HasItems)
            return false;
        if (!output.IsEmpty)
        {
            var list = new JsonCursor(output);
            items.ReadList(ref list);
        }

        if (status.SequenceEqual("incomplete"u8) || incomplete is not null)
            sink.Finish(incomplete ?? FinishReason.Length);
        else
            sink.Finish(FinishReason.Stop);
        sink.End(isProper: true);
        return true;
    }

    private static FinishReason? Reason(ref JsonCursor cursor)
    {
        FinishReason? reason = null;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("reason"u8) && cursor.IsString)
                reason = cursor.TextIs("content_filter"u8) ? FinishReason.ContentFilter : FinishReason.Length;
        }

        return reason;
    }
}
