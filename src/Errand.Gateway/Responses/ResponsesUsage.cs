using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>The <c>usage</c> of Responses, which counts what was cached as input.</summary>
internal static class ResponsesUsage
{
    /// <summary>Null if the value is no object.</summary>
    public static TokenUsage? Read(ref JsonCursor cursor)
    {
        if (!cursor.IsObject)
            return null;
        long input = 0, cached = 0, written = 0, output = 0, reasoning = 0;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("input_tokens"u8))
                input = Math.Max(0, cursor.Long());
            else if (cursor.NameIs("output_tokens"u8))
                output = Math.Max(0, cursor.Long());
            else if (cursor.NameIs("input_tokens_details"u8) && cursor.IsObject)
            {
                int inner = cursor.Depth;
                while (cursor.NextMember(inner))
                {
                    if (cursor.NameIs("cached_tokens"u8))
                        cached = Math.Max(0, cursor.Long());
                    else if (cursor.NameIs("cache_write_tokens"u8))
                        written = Math.Max(0, cursor.Long());
                }
            }
            else if (cursor.NameIs("output_tokens_details"u8) && cursor.IsObject)
            {
                int inner = cursor.Depth;
                while (cursor.NextMember(inner))
                {
                    if (cursor.NameIs("reasoning_tokens"u8))
                        reasoning = Math.Max(0, cursor.Long());
                }
            }
        }

        return new TokenUsage(Math.Max(0, input - cached - written), cached, written, output, reasoning);
    }
}
