namespace Errand.Gateway.Translation.Answers;

/// <summary>Tokens of one call.</summary>
/// <param name="Input">Neither read from a cache nor written to one.</param>
/// <param name="CacheRead">Read from the upstream's prompt cache.</param>
/// <param name="CacheWrite">Written to the upstream's prompt cache.</param>
/// <param name="Output">Includes <paramref name="Reasoning"/>.</param>
/// <param name="Reasoning">The part of the output that was reasoning.</param>
/// <param name="IsEstimated">True if the upstream gave no figures and they come from the size of the texts.</param>
public readonly record struct TokenUsage(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning, bool IsEstimated = false)
{
    public long Total => Input + CacheRead + CacheWrite + Output;
}
