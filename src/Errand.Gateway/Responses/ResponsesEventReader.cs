using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>Reads a Responses endpoint's stream. Some servers send no deltas, some no items, some only the terminal event with all of it: each is told once.</summary>
internal sealed class ResponsesEventReader(IAnswerSink sink) : EventStreamReader(sink)
{
    private readonly ResponsesOutputReader items = new(sink);

    protected override void Take(ReadOnlySpan<byte> data)
    {
        var cursor = new JsonCursor(data);
        ReadOnlySpan<byte> type = default, delta = default, whole = default, item = default, response = default;
        long index = 0, part = 0;
        UpstreamError? error = null;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                type = cursor.Text;
            else if (cursor.NameIs("delta"u8))
                delta = cursor.Text;
            else if (cursor.NameIs("output_index"u8))
                index = cursor.Long();
            else if (cursor.NameIs("summary_index"u8))
                part = cursor.Long();
            else if (cursor.NameIs("item"u8) && cursor.IsObject)
                item = cursor.Raw();
            else if (cursor.NameIs("response"u8) && cursor.IsObject)
                response = cursor.Raw();
            else if (cursor.NameIs("arguments"u8))
                whole = cursor.Text;
            else if (cursor.NameIs("error"u8))
                error = cursor.Error();
        }

        if (IsText(type))
            Content(index, delta, isReasoning: false);
        else if (IsReasoning(type))
            Content(index, delta, isReasoning: true);
        else if (type.SequenceEqual("response.function_call_arguments.delta"u8))
            Arguments(index, delta);
        else if (type.SequenceEqual("response.function_call_arguments.done"u8) && !items.IsTold(index))
            Arguments(index, whole);
        else if (type.SequenceEqual("response.reasoning_summary_part.added"u8) && part > 0)
            Sink.Reasoning("\\n\\n"u8);
        else if (type.SequenceEqual("response.output_item.added"u8) && !item.IsEmpty)
            Added(index, item);
        else if (type.SequenceEqual("response.output_item.done"u8) && !item.IsEmpty)
            items.Read(index, item);
        else if (type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8) || type.SequenceEqual("response.failed"u8))
            Ended(type, response);
        else if (error is not null)
            Fail(error);
        else if (type.SequenceEqual("error"u8))
            Fail(new JsonCursor(data).Error() ?? new UpstreamError(0, null, ""));
    }

    private static bool IsText(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.output_text.delta"u8) || type.SequenceEqual("response.refusal.delta"u8);

    private static bool IsReasoning(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.reasoning_text.delta"u8) || type.SequenceEqual("response.reasoning_summary_text.delta"u8);

    private void Content(long index, ReadOnlySpan<byte> delta, bool isReasoning)
    {
        if (delta.IsEmpty)
            return;
        items.Told(index);
        if (isReasoning)
            Sink.Reasoning(delta);
        else
            Sink.Text(delta);
    }

    private void Arguments(long index, ReadOnlySpan<byte> arguments)
    {
        if (arguments.IsEmpty)
            return;
        items.Told(index);
        Sink.ToolCall(new ToolCallDelta { Index = ResponsesOutputReader.Number(index), Arguments = arguments });
    }

    // Only of a call is anything known when it begins.
    private void Added(long index, ReadOnlySpan<byte> item)
    {
        ReadOnlySpan<byte> call = default, name = default;
        bool isCall = false;
        var cursor = new JsonCursor(item);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                isCall = cursor.TextIs("function_call"u8);
            else if (cursor.NameIs("call_id"u8))
                call = cursor.Text;
            else if (cursor.NameIs("name"u8))
                name = cursor.Text;
        }

        if (!isCall)
            return;

        items.ToldCall(call);
        Sink.ToolCall(new ToolCallDelta { Index = ResponsesOutputReader.Number(index), Id = call, Name = name });
    }

    private void Ended(ReadOnlySpan<byte> type, ReadOnlySpan<byte> response)
    {
        if (!response.IsEmpty && ResponsesEnding.Read(response, Sink, items))
        {
            HasEnded = true;
        }
        else if (type.SequenceEqual("response.failed"u8))
        {
            Fail(new UpstreamError(0, "server_error", "The upstream's response failed without a reason."));
        }
        else
        {
            if (type.SequenceEqual("response.incomplete"u8))
                Sink.Finish(FinishReason.Length);
            Finish(isProper: true);
        }
    }
}
