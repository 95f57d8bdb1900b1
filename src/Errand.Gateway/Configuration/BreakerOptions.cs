namespace Errand.Gateway.Configuration;

/// <summary>When an upstream is left alone for a while.</summary>
public sealed record BreakerOptions
{
    /// <summary>Failures in a row after which no call is made. Default 5, 1 to 1,000.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>How long; one call then tries whether the upstream is back. Default 30 s, 1 s to 1 h.</summary>
    public TimeSpan Open { get; init; } = TimeSpan.FromSeconds(30);
}
