using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>What the stream and the body of an answer say alike.</summary>
internal static class ChatWords
{
    public static ReadOnlySpan<byte> FinishReason(FinishReason reason) => reason switch
    {
        Translation.Answers.FinishReason.Length => "length"u8,
        Translation.Answers.FinishReason.ToolCalls => "tool_calls"u8,
        Translation.Answers.FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };

    /// <summary>A document up to its choices.</summary>
    public static void Head(JsonSplice output, AnswerContext context, ReadOnlySpan<byte> kind)
    {
        output.Raw("{\"id\":"u8);
        output.Quoted(context.Ids.Of("chatcmpl"));
        output.Raw(",\"object\":"u8);
        output.Quoted(kind);
        // No clock is at hand for an answer whose form had to be changed, and clients do not look at it.
        output.Raw(",\"created\":0,\"model\":"u8);
        output.Quoted(context.Model);
        output.Raw(",\"choices\":["u8);
    }

    public static void Usage(JsonSplice output, in TokenUsage usage)
    {
        var prompt = usage.Input + usage.CacheRead + usage.CacheWrite;
        output.Raw("{\"prompt_tokens\":"u8);
        output.Number(prompt);
        output.Raw(",\"completion_tokens\":"u8);
        output.Number(usage.Output);
        output.Raw(",\"total_tokens\":"u8);
        output.Number(prompt + usage.Output);
        output.Raw(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
        output.Number(usage.CacheRead);
        output.Raw("},\"completion_tokens_details\":{\"reasoning_tokens\":"u8);
        output.Number(usage.Reasoning);
        output.Raw("}}"u8);
    }
}
