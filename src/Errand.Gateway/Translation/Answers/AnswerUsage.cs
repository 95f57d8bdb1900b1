namespace Errand.Gateway.Translation.Answers;

/// <summary>What an upstream reported last, filled up with an estimate where it reported nothing.</summary>
/// <param name="requestTokens">Tokens of the request, estimated.</param>
internal struct AnswerUsage(long requestTokens)
{
    // What English text and code come to, on the safe side.
    private const int BytesPerToken = 4;

    private TokenUsage reported;
    private long bytes;
    private long reasoningBytes;

    public readonly TokenUsage Current
    {
        get
        {
            var usage = reported;
            if (usage.Input + usage.CacheRead + usage.CacheWrite == 0)
                usage = usage with { Input = requestTokens, IsEstimated = true };
            if (usage.Output == 0 && bytes > 0)
                usage = usage with { Output = Tokens(bytes), Reasoning = Tokens(reasoningBytes), IsEstimated = true };
            return usage;
        }
    }

    /// <summary>The last report counts, but one of nothing takes none away.</summary>
    public void Report(in TokenUsage usage)
    {
        if (usage.Total > 0)
            reported = usage;
    }

    public void Seen(int length, BlockKind kind)
    {
        bytes += length;
        if (kind == BlockKind.Reasoning)
            reasoningBytes += length;
    }

    private static long Tokens(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;
}
