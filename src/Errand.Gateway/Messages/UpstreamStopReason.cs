using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Anthropic's <c>stop_reason</c>.</summary>
internal static class UpstreamStopReason
{
    /// <summary>Of an object that has it as a member; null if it has not.</summary>
    public static FinishReason? Of(JsonCursor cursor)
    {
        if (!cursor.IsObject)
            return null;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("stop_reason"u8) && cursor.IsString)
                return Read(ref cursor);
        }

        return null;
    }

    public static FinishReason Read(ref JsonCursor cursor)
    {
        if (cursor.TextIs("tool_use"u8))
            return FinishReason.ToolCalls;
        if (cursor.TextIs("max_tokens"u8) || cursor.TextIs("model_context_window_exceeded"u8))
            return FinishReason.Length;
        if (cursor.TextIs("stop_sequence"u8))
            return FinishReason.StopSequence;
        return cursor.TextIs("refusal"u8) ? FinishReason.ContentFilter : FinishReason.Stop;
    }
}
