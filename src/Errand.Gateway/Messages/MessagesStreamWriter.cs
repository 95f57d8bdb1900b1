using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Writes an answer as the events of a Messages stream.</summary>
internal sealed class MessagesStreamWriter(JsonSplice output, AnswerContext context) : IAnswerWriter
{
    private readonly JsonSplice deltaHead = new();
    private int index = -1;
    private BlockKind open;

    public void Start()
    {
        output.Raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"u8);
        MessagesWords.Head(output, context);
        // The true figures are known at the end only, and stand in message_delta.
        output.Raw("],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"u8);
        MessagesWords.Usage(output, default);
        output.Raw("}}\n\n"u8);
    }

    public void Open(BlockKind kind)
    {
        Begin(kind);
        output.Raw(kind == BlockKind.Reasoning ? "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}\n\n"u8 : "{\"type\":\"text\",\"text\":\"\"}}\n\n"u8);
    }

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        Begin(BlockKind.ToolCall);
        output.Raw("{\"type\":\"tool_use\",\"id\":"u8);
        output.Quoted(id);
        output.Raw(",\"name\":"u8);
        output.Quoted(MessagesWords.Name(name, tool));
        output.Raw(",\"input\":{}}}\n\n"u8);
    }

    public void Delta(ReadOnlySpan<byte> escaped)
    {
        output.Raw(deltaHead.Written);
        output.Raw(escaped);
        output.Raw("\"}}\n\n"u8);
    }

    public void Close(ReadOnlySpan<byte> seal)
    {
        deltaHead.Clear();
        if (open == BlockKind.Reasoning)
        {
            BeginDelta(output);
            output.Raw("{\"type\":\"signature_delta\",\"signature\":"u8);
            output.Quoted(seal.IsEmpty ? MessagesWords.OwnSeal : seal);
            output.Raw("}}\n\n"u8);
        }

        output.Raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.Number(index);
        output.Raw("}\n\n"u8);
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        output.Raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"u8);
        output.Quoted(MessagesWords.StopReason(reason));
        output.Raw(",\"stop_sequence\":null},\"usage\":"u8);
        MessagesWords.Usage(output, usage);
        output.Raw("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    public void Fail(GatewayFault fault) => ErrorBody.WriteEvent(ClientDialect.Messages, fault, output);

    private void Begin(BlockKind kind)
    {
        open = kind;
        output.Raw("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":"u8);
        output.Number(++index);
        output.Raw(",\"content_block\":"u8);
        // All deltas of a block begin alike, and there are hundreds of them.
        BeginDelta(deltaHead);
        deltaHead.Raw(kind switch
        {
            BlockKind.Reasoning => "{\"type\":\"thinking_delta\",\"thinking\":\""u8,
            BlockKind.ToolCall => "{\"type\":\"input_json_delta\",\"partial_json\":\""u8,
            _ => "{\"type\":\"text_delta\",\"text\":\""u8,
        });
    }

    private void BeginDelta(JsonSplice to)
    {
        to.Raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        to.Number(index);
        to.Raw(",\"delta\":"u8);
    }
}
