namespace Errand.Gateway.Scripted;

/// <summary>Tokens of one answer. All counts 0 to 1,000,000,000.</summary>
/// <param name="Input">All input tokens, those read from and written to a cache included.</param>
/// <param name="Cached">The part of <paramref name="Input"/> that was read from a cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> that was written to a cache; the Responses wire has no word for it.</param>
/// <param name="Output">All output tokens, reasoning included.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that is reasoning; the Messages wire has no word for it.</param>
public sealed record ScriptUsage(long Input, long Cached, long CacheWrite, long Output, long Reasoning)
{
    public long Uncached => Input - Cached - CacheWrite;

    /// <summary>Four bytes a token, which is about right for English and code.</summary>
    public static ScriptUsage Estimate(long inputBytes, long outputBytes, long reasoningBytes) =>
        new(TokensOf(inputBytes), 0, 0, TokensOf(outputBytes + reasoningBytes), TokensOf(reasoningBytes));

    public static long TokensOf(long bytes) => (bytes + 3) / 4;
}
