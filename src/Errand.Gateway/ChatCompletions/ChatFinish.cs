using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Why a choice ended, in the words of the backends.</summary>
internal static class ChatFinish
{
    /// <summary>Null for words by which a backend says that it broke off; see <see cref="ErrorOf"/>.</summary>
    public static FinishReason? Of(ReadOnlySpan<byte> reason)
    {
        if (reason.SequenceEqual("stop"u8))
            return FinishReason.Stop;
        if (reason.SequenceEqual("tool_calls"u8) || reason.SequenceEqual("function_call"u8) || reason.SequenceEqual("tool_use"u8))
            return FinishReason.ToolCalls;
        if (reason.SequenceEqual("length"u8) || reason.SequenceEqual("max_tokens"u8) || reason.SequenceEqual("model_length"u8))
            return FinishReason.Length;
        if (reason.SequenceEqual("content_filter"u8) || reason.SequenceEqual("sensitive"u8))
            return FinishReason.ContentFilter;

        return ErrorOf(reason) is null ? FinishReason.Stop : null;
    }

    public static UpstreamError? ErrorOf(ReadOnlySpan<byte> reason)
    {
        if (reason.SequenceEqual("error"u8) || reason.SequenceEqual("network_error"u8))
            return new UpstreamError(502, null, "The upstream broke the answer off with an error.");
        if (reason.SequenceEqual("insufficient_system_resource"u8))
            return new UpstreamError(503, null, "The upstream broke the answer off: it has no room for it now.");

        return null;
    }
}
