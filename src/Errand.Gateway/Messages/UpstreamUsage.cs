using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Anthropic's <c>usage</c>, which comes in two halves: the input at the start of a stream, the output at its end, which may correct the input.</summary>
internal struct UpstreamUsage
{
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long reasoning;

    public readonly TokenUsage Tokens => new(input, cacheRead, cacheWrite, output, reasoning);

    /// <summary>Reads the <c>usage</c> of <c>message_start</c>, whose output of a token or so says nothing of what comes.</summary>
    public void ReadStart(ref JsonCursor cursor)
    {
        Read(ref cursor);
        output = 0;
    }

    /// <summary>Reads a <c>usage</c> object; what it does not say stays as it was.</summary>
    public void Read(ref JsonCursor cursor)
    {
        if (!cursor.IsObject)
            return;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.IsObject && cursor.NameIs("output_tokens_details"u8))
                ReadDetails(ref cursor);
            if (!cursor.IsNumber)
                continue;
            long value = Math.Max(0, cursor.Long());
            if (cursor.NameIs("input_tokens"u8))
                input = value;
            else if (cursor.NameIs("cache_read_input_tokens"u8))
                cacheRead = value;
            else if (cursor.NameIs("cache_creation_input_tokens"u8))
                cacheWrite = value;
            else if (cursor.NameIs("output_tokens"u8))
                output = value;
        }
    }

    private void ReadDetails(ref JsonCursor cursor)
    {
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("thinking_tokens"u8) || cursor.NameIs("reasoning_tokens"u8))
                reasoning = Math.Max(0, cursor.Long());
        }
    }
}
