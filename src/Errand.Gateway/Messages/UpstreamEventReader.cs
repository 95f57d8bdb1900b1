using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Reads an Anthropic endpoint's stream.</summary>
internal sealed class UpstreamEventReader(IAnswerSink sink) : EventStreamReader(sink)
{
    private readonly UpstreamBlock block = new(sink);
    private UpstreamUsage usage;

    protected override void Take(ReadOnlySpan<byte> data)
    {
        var cursor = new JsonCursor(data);
        if (!cursor.IsObject)
            return;
        ReadOnlySpan<byte> type = default, detail = default;
        int index = 0;
        UpstreamError? error = null;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                type = cursor.Text;
            else if (cursor.NameIs("index"u8))
                index = (int)Math.Clamp(cursor.Long(), 0, int.MaxValue);
            else if (cursor.NameIs("delta"u8) || cursor.NameIs("content_block"u8) || cursor.NameIs("message"u8))
                detail = cursor.Raw();
            else if (cursor.NameIs("usage"u8))
                usage.Read(ref cursor);
            else if (cursor.NameIs("error"u8))
                error = cursor.Error();
        }

        if (type.SequenceEqual("content_block_delta"u8))
            block.Delta(index, detail);
        else if (type.SequenceEqual("content_block_start"u8))
            block.Start(index, detail);
        else if (type.SequenceEqual("content_block_stop"u8))
            block.Stop(index);
        else if (type.SequenceEqual("message_start"u8))
            TakeStart(detail);
        else if (type.SequenceEqual("message_delta"u8))
            TakeDelta(detail);
        else if (type.SequenceEqual("message_stop"u8))
            Stop();
        else if (error is not null)
            Fail(error);
    }

    private void TakeStart(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return;
        var cursor = new JsonCursor(message);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (!cursor.NameIs("usage"u8))
                continue;
            usage.ReadStart(ref cursor);
            break;
        }

        Sink.Usage(usage.Tokens);
    }

    private void TakeDelta(ReadOnlySpan<byte> delta)
    {
        Sink.Usage(usage.Tokens);
        if (!delta.IsEmpty && UpstreamStopReason.Of(new JsonCursor(delta)) is { } reason)
            Sink.Finish(reason);
    }

    private void Stop()
    {
        block.Stop(null);
        Finish(isProper: true);
    }
}
