using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes an answer as one Chat Completions document; nothing goes out before its proper end.</summary>
internal sealed class ChatBodyWriter(JsonSplice output, AnswerContext context) : IAnswerWriter
{
    private readonly JsonSplice reasoning = new();
    private readonly JsonSplice text = new();
    private readonly JsonSplice calls = new();
    private BlockKind open;

    public void Start()
    {
    }

    public void Open(BlockKind kind) => open = kind;

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        open = BlockKind.ToolCall;
        calls.Raw(calls.Length == 0 ? "{\"id\":"u8 : ",{\"id\":"u8);
        calls.Quoted(id);
        calls.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
        calls.Quoted(name);
        calls.Raw(",\"arguments\":\""u8);
    }

    public void Delta(ReadOnlySpan<byte> escaped)
    {
        var part = open switch
        {
            BlockKind.Reasoning => reasoning,
            BlockKind.ToolCall => calls,
            _ => text,
        };
        part.Raw(escaped);
    }

    public void Close(ReadOnlySpan<byte> seal)
    {
        if (open == BlockKind.ToolCall)
            calls.Raw("\"}}"u8);
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        ChatWords.Head(output, context, "chat.completion"u8);
        output.Raw("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        if (text.Length == 0 && calls.Length > 0)
            output.Raw("null"u8);
        else
            output.Quoted(text.Written);
        if (reasoning.Length > 0)
        {
            output.Raw(",\"reasoning_content\":"u8);
            output.Quoted(reasoning.Written);
        }

        if (calls.Length > 0)
        {
            output.Raw(",\"tool_calls\":["u8);
            output.Raw(calls.Written);
            output.Raw((byte)']');
        }

        output.Raw("},\"finish_reason\":"u8);
        output.Quoted(ChatWords.FinishReason(reason));
        output.Raw("}],\"usage\":"u8);
        ChatWords.Usage(output, usage);
        output.Raw((byte)'}');
        Clear();
    }

    public void Fail(GatewayFault fault) => Clear();

    private void Clear()
    {
        reasoning.Clear();
        text.Clear();
        calls.Clear();
    }
}
