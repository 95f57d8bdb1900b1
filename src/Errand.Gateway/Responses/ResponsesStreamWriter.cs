using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>
/// Writes an answer as a stream of Responses events: each item added, filled and done before the next, numbers that rise by one, and exactly
/// one terminal event. Codex throws away text outside an open item and repeats the whole turn if the terminal event is missing.
/// </summary>
internal sealed class ResponsesStreamWriter(JsonSplice output, ResponsesEnvelope envelope) : IAnswerWriter
{
    private readonly ResponsesItem item = new(envelope.Id);
    private readonly JsonSplice items = new();
    // Between the number and the text of each delta of the open item; only these two change.
    private readonly JsonSplice deltaHead = new();
    private readonly JsonSplice deltaMiddle = new();
    private long sequence;
    private bool hasStarted;

    public void Start()
    {
        hasStarted = true;
        Event("response.created"u8);
        output.Raw(",\"response\":"u8);
        envelope.WriteStarted(output);
        EndEvent();
        Event("response.in_progress"u8);
        output.Raw(",\"response\":"u8);
        envelope.WriteStarted(output);
        EndEvent();
    }

    public void Open(BlockKind kind)
    {
        item.Begin(kind == BlockKind.Reasoning ? ResponsesItemKind.Reasoning : ResponsesItemKind.Message);
        WriteItem("response.output_item.added"u8, isDone: false);
        PartEvent("response.content_part.added"u8, default);
        PrepareDelta(item.Kind == ResponsesItemKind.Reasoning ? "response.reasoning_text.delta"u8 : "response.output_text.delta"u8);
    }

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        item.BeginCall(id, name, tool);
        WriteItem("response.output_item.added"u8, isDone: false);
        if (item.Kind == ResponsesItemKind.Function)
            PrepareDelta("response.function_call_arguments.delta"u8);
    }

    public void Delta(ReadOnlySpan<byte> escaped)
    {
        item.Append(escaped);
        // What a freeform tool is given can be told from its wrapping only when all of it is there.
        if (item.Kind is not (ResponsesItemKind.Custom or ResponsesItemKind.LocalShell or ResponsesItemKind.ToolSearch))
            WriteDelta(escaped);
    }

    public void Close(ReadOnlySpan<byte> seal)
    {
        bool wasEmpty = item.Text.IsEmpty;
        item.Finish(seal);
        switch (item.Kind)
        {
            case ResponsesItemKind.Reasoning:
                TextEvent("response.reasoning_text.done"u8, "text"u8, hasContentIndex: true);
                PartEvent("response.content_part.done"u8, item.Text);
                break;
            case ResponsesItemKind.Message:
                TextEvent("response.output_text.done"u8, "text"u8, hasContentIndex: true);
                PartEvent("response.content_part.done"u8, item.Text);
                break;
            case ResponsesItemKind.Function:
                if (wasEmpty)
                    WriteDelta(item.Text);
                TextEvent("response.function_call_arguments.done"u8, "arguments"u8, hasContentIndex: false);
                break;
            case ResponsesItemKind.Custom:
                PrepareDelta("response.custom_tool_call_input.delta"u8);
                if (!item.Text.IsEmpty)
                    WriteDelta(item.Text);
                TextEvent("response.custom_tool_call_input.done"u8, "input"u8, hasContentIndex: false);
                break;
        }

        WriteItem("response.output_item.done"u8, isDone: true);
        if (items.Length > 0)
            items.Raw((byte)',');
        item.Write(items, isDone: true);
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        Event(ResponsesEnvelope.IsComplete(reason) ? "response.completed"u8 : "response.incomplete"u8);
        output.Raw(",\"response\":"u8);
        envelope.WriteEnded(output, reason, items.Written, usage);
        EndEvent();
        Release();
    }

    public void Fail(GatewayFault fault)
    {
        if (!hasStarted)
            Start();
        Event("response.failed"u8);
        output.Raw(",\"response\":"u8);
        envelope.WriteFailed(output, ResponsesFailure.Code(fault), ResponsesFailure.Message(fault), items.Written);
        EndEvent();
        Release();
    }

    private void Event(ReadOnlySpan<byte> type)
    {
        output.Raw("event: "u8);
        output.Raw(type);
        output.Raw("\ndata: {\"type\":\""u8);
        output.Raw(type);
        output.Raw("\",\"sequence_number\":"u8);
        output.Number(sequence++);
    }

    private void EndEvent() => output.Raw("}\n\n"u8);

    private void WriteItem(ReadOnlySpan<byte> type, bool isDone)
    {
        Event(type);
        output.Raw(",\"output_index\":"u8);
        output.Number(item.Index);
        output.Raw(",\"item\":"u8);
        item.Write(output, isDone);
        EndEvent();
    }

    private void PartEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        Event(type);
        Place(output, hasContentIndex: true);
        output.Raw(",\"part\":"u8);
        item.WritePart(output, text);
        EndEvent();
    }

    private void TextEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, bool hasContentIndex)
    {
        Event(type);
        Place(output, hasContentIndex);
        if (item.Kind == ResponsesItemKind.Function)
        {
            output.Raw(",\"name\":"u8);
            output.Quoted(item.Name);
        }

        output.Raw(",\""u8);
        output.Raw(member);
        output.Raw("\":"u8);
        output.Quoted(item.Text);
        if (item.Kind == ResponsesItemKind.Message)
            output.Raw(",\"logprobs\":[]"u8);
        EndEvent();
    }

    private void Place(JsonSplice target, bool hasContentIndex)
    {
        target.Raw(",\"item_id\":"u8);
        target.Quoted(item.Id);
        target.Raw(",\"output_index\":"u8);
        target.Number(item.Index);
        if (hasContentIndex)
            target.Raw(",\"content_index\":0"u8);
    }

    private void PrepareDelta(ReadOnlySpan<byte> type)
    {
        deltaHead.CutTo(0);
        deltaHead.Raw("event: "u8);
        deltaHead.Raw(type);
        deltaHead.Raw("\ndata: {\"type\":\""u8);
        deltaHead.Raw(type);
        deltaHead.Raw("\",\"sequence_number\":"u8);
        deltaMiddle.CutTo(0);
        Place(deltaMiddle, item.Kind is ResponsesItemKind.Reasoning or ResponsesItemKind.Message);
        deltaMiddle.Raw(item.Kind == ResponsesItemKind.Message ? ",\"logprobs\":[],\"delta\":\""u8 : ",\"delta\":\""u8);
    }

    private void WriteDelta(ReadOnlySpan<byte> escaped)
    {
        output.Raw(deltaHead.Written);
        output.Number(sequence++);
        output.Raw(deltaMiddle.Written);
        output.Raw(escaped);
        output.Raw("\"}\n\n"u8);
    }

    private void Release()
    {
        item.Release();
        items.Clear();
        deltaHead.Clear();
        deltaMiddle.Clear();
    }
}
