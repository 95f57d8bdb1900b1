using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>What the stream and the body of an answer say alike.</summary>
internal static class MessagesWords
{
    /// <summary>The seal of reasoning that did not come from Anthropic. Claude Code sends reasoning back only with one, and takes any.</summary>
    public static ReadOnlySpan<byte> OwnSeal => "gw1:"u8;

    public static ReadOnlySpan<byte> StopReason(FinishReason reason) => reason switch
    {
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ToolCalls => "tool_use"u8,
        FinishReason.StopSequence => "stop_sequence"u8,
        FinishReason.ContentFilter => "refusal"u8,
        _ => "end_turn"u8,
    };

    public static void Usage(JsonSplice output, in TokenUsage usage)
    {
        output.Raw("{\"input_tokens\":"u8);
        output.Number(usage.Input);
        output.Raw(",\"cache_creation_input_tokens\":"u8);
        output.Number(usage.CacheWrite);
        output.Raw(",\"cache_read_input_tokens\":"u8);
        output.Number(usage.CacheRead);
        output.Raw(",\"output_tokens\":"u8);
        output.Number(usage.Output);
        output.Raw((byte)'}');
    }

    /// <summary>The message up to its content.</summary>
    public static void Head(JsonSplice output, AnswerContext context)
    {
        output.Raw("{\"id\":"u8);
        output.Quoted(context.Ids.Of("msg"));
        output.Raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":"u8);
        output.Quoted(context.Model);
        output.Raw(",\"content\":["u8);
    }

    /// <summary>The name by which the client knows a tool.</summary>
    public static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> name, Translation.Requests.ToolDefinition? tool) => tool is null ? name : tool.Name.Escaped.Span;
}
