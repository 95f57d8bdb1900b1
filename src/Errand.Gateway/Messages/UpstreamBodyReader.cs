using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Reads an Anthropic endpoint's answer in one body.</summary>
internal sealed class UpstreamBodyReader(IAnswerSink sink) : IAnswerReader
{
    private readonly JsonSplice body = new();

    public void Read(ReadOnlySpan<byte> upstream) => body.Raw(upstream);

    public void End(bool isTorn)
    {
        if (isTorn)
        {
            sink.End(isProper: false);
            return;
        }

        try
        {
            Take(new JsonCursor(body.Written));
        }
        catch (JsonException)
        {
            sink.Fail(new UpstreamError(0, null, UpstreamFault.NotUnderstood.Message));
        }
        finally
        {
            body.Clear();
        }
    }

    private void Take(JsonCursor cursor)
    {
        var usage = default(UpstreamUsage);
        FinishReason? reason = null;
        UpstreamError? error = null;
        ReadOnlySpan<byte> content = default;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("content"u8) && cursor.IsArray)
                content = cursor.Raw();
            else if (cursor.NameIs("usage"u8))
                usage.Read(ref cursor);
            else if (cursor.NameIs("stop_reason"u8) && cursor.IsString)
                reason = UpstreamStopReason.Read(ref cursor);
            else if (cursor.NameIs("error"u8) && !cursor.IsNull)
                error = UpstreamErrorMember.Read(ref cursor);
        }

        cursor.Finish();
        if (content.IsEmpty)
        {
            sink.Fail(error ?? new UpstreamError(0, null, UpstreamFault.NotUnderstood.Message));
            return;
        }

        TakeBlocks(content);
        sink.Usage(usage.Tokens);
        if (reason is { } said)
            sink.Finish(said);
        sink.End(isProper: true);
    }

    private void TakeBlocks(ReadOnlySpan<byte> content)
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
