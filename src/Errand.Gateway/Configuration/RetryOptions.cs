namespace Errand.Gateway.Configuration;

/// <summary>When a call that failed before its first byte is made again.</summary>
public sealed record RetryOptions
{
    /// <summary>Tries on one target, the first one counted. Default 3, 1 to 20.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// Longest time that one request waits between its tries, all together. Default 20 s, 0 to 10 min. The clients try again themselves, so this
    /// is multiplied by their own attempts.
    /// </summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The upper end of the first wait; it doubles with each try. 500 ms.</summary>
    internal TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);
}
