using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes an answer as the chunks of a Chat Completions stream.</summary>
/// <param name="output">Where the client's bytes go.</param>
/// <param name="context">What the answer has to know of its request.</param>
/// <param name="wantsUsage">Whether the client asked for a chunk with the usage.</param>
internal sealed class ChatStreamWriter(JsonSplice output, AnswerContext context, bool wantsUsage) : IAnswerWriter
{
    private int call = -1;
    private BlockKind open;

    public void Start() => Chunk("{\"role\":\"assistant\",\"content\":\"\"}"u8);

    public void Open(BlockKind kind) => open = kind;

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        open = BlockKind.ToolCall;
        BeginChunk();
        output.Raw("{\"tool_calls\":[{\"index\":"u8);
        output.Number(++call);
        output.Raw(",\"id\":"u8);
        output.Quoted(id);
        output.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
        output.Quoted(name);
        output.Raw(",\"arguments\":\"\"}}]}"u8);
        EndChunk(default);
    }

    public void Delta(ReadOnlySpan<byte> escaped)
    {
        BeginChunk();
        if (open == BlockKind.ToolCall)
        {
            output.Raw("{\"tool_calls\":[{\"index\":"u8);
            output.Number(call);
            output.Raw(",\"function\":{\"arguments\":"u8);
            output.Quoted(escaped);
            output.Raw("}}]}"u8);
        }
        else
        {
            output.Raw(open == BlockKind.Reasoning ? "{\"reasoning_content\":"u8 : "{\"content\":"u8);
            output.Quoted(escaped);
            output.Raw((byte)'}');
        }

        EndChunk(default);
    }

    public void Close(ReadOnlySpan<byte> seal)
    {
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        BeginChunk();
        output.Raw("{}"u8);
        EndChunk(ChatWords.FinishReason(reason));
        if (wantsUsage)
        {
            output.Raw("data: "u8);
            ChatWords.Head(output, context, "chat.completion.chunk"u8);
            output.Raw("],\"usage\":"u8);
            ChatWords.Usage(output, usage);
            output.Raw("}\n\n"u8);
        }

        output.Raw("data: [DONE]\n\n"u8);
    }

    public void Fail(GatewayFault fault) => ErrorBody.WriteEvent(ClientDialect.ChatCompletions, fault, output);

    private void Chunk(ReadOnlySpan<byte> delta)
    {
        BeginChunk();
        output.Raw(delta);
        EndChunk(default);
    }

    private void BeginChunk()
    {
        output.Raw("data: "u8);
        ChatWords.Head(output, context, "chat.completion.chunk"u8);
        output.Raw("{\"index\":0,\"delta\":"u8);
    }

    private void EndChunk(ReadOnlySpan<byte> finish)
    {
        output.Raw(",\"finish_reason\":"u8);
        if (finish.IsEmpty)
            output.Raw("null"u8);
        else
            output.Quoted(finish);
        output.Raw("}]}\n\n"u8);
    }
}
