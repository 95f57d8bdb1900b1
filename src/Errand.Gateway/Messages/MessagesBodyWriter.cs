using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Writes an answer as one Messages document. Nothing goes out before its proper end, so that any failure can still be an HTTP status.</summary>
internal sealed class MessagesBodyWriter(JsonSplice output, AnswerContext context) : IAnswerWriter
{
    private readonly JsonSplice message = new();
    private readonly JsonSplice arguments = new();
    private BlockKind open;
    private bool isFirst = true;

    public void Start() => MessagesWords.Head(message, context);

    public void Open(BlockKind kind)
    {
        Begin(kind);
        message.Raw(kind == BlockKind.Reasoning ? "{\"type\":\"thinking\",\"thinking\":\""u8 : "{\"type\":\"text\",\"text\":\""u8);
    }

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        Begin(BlockKind.ToolCall);
        message.Raw("{\"type\":\"tool_use\",\"id\":"u8);
        message.Quoted(id);
        message.Raw(",\"name\":"u8);
        message.Quoted(MessagesWords.Name(name, tool));
        message.Raw(",\"input\":"u8);
    }

    public void Delta(ReadOnlySpan<byte> escaped) => (open == BlockKind.ToolCall ? arguments : message).Raw(escaped);

    public void Close(ReadOnlySpan<byte> seal)
    {
        if (open == BlockKind.Reasoning)
        {
            message.Raw("\",\"signature\":"u8);
            message.Quoted(seal.IsEmpty ? MessagesWords.OwnSeal : seal);
        }
        else if (open == BlockKind.Text)
        {
            message.Raw((byte)'"');
        }
        else
        {
            Input();
        }

        message.Raw((byte)'}');
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        message.Raw("],\"stop_reason\":"u8);
        message.Quoted(MessagesWords.StopReason(reason));
        message.Raw(",\"stop_sequence\":null,\"usage\":"u8);
        MessagesWords.Usage(message, usage);
        message.Raw((byte)'}');
        output.Raw(message.Written);
        message.Clear();
    }

    public void Fail(GatewayFault fault) => message.Clear();

    private void Begin(BlockKind kind)
    {
        open = kind;
        if (!isFirst)
            message.Raw((byte)',');
        isFirst = false;
    }

    // What is not an object must be wrapped in one: the member's name tells the client's tool that something is wrong, where an empty object might pass as a call.
    private void Input()
    {
        var start = message.Length;
        message.Unescaped(arguments.Written);
        if (JsonScan.KindOf(message.Written[start..]) != JsonTokenType.StartObject)
        {
            message.CutTo(start);
            message.Raw("{\"_raw\":"u8);
            message.Quoted(arguments.Written);
            message.Raw((byte)'}');
        }

        arguments.Clear();
    }
}
