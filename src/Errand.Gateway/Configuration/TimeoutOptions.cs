namespace Errand.Gateway.Configuration;

/// <summary>How long an upstream may take.</summary>
public sealed record TimeoutOptions
{
    /// <summary>Longest silence of an upstream, before its answer and inside it. Default 5 min, 1 s to 1 h.</summary>
    public TimeSpan Activity { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time to connect. Default 10 s, 1 s to 5 min.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a streaming client gets a sign of life. 10 s: below the shortest idle clock of the clients.</summary>
    internal TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(10);
}
