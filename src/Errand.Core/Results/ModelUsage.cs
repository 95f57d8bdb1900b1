namespace Errand.Core;

/// <summary>Tokens of one attempt or job.</summary>
/// <param name="InputTokens">All input tokens, cached ones included.</param>
/// <param name="CachedTokens">Input tokens that the endpoint read from its cache.</param>
/// <param name="OutputTokens">Output tokens, reasoning included.</param>
public sealed record ModelUsage(long InputTokens, long CachedTokens, long OutputTokens)
{
    public static ModelUsage None { get; } = new(0, 0, 0);

    public static ModelUsage operator +(ModelUsage left, ModelUsage right) =>
        new(left.InputTokens + right.InputTokens, left.CachedTokens + right.CachedTokens, left.OutputTokens + right.OutputTokens);

    public static ModelUsage Add(ModelUsage left, ModelUsage right) => left + right;
}
