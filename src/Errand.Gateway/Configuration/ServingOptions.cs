namespace Errand.Gateway.Configuration;

/// <summary>How the gateway serves: <c>gateway</c> in the configuration.</summary>
public sealed record ServingOptions
{
    /// <summary>The port of a stand-alone gateway that is told none. Default 4180.</summary>
    public const int DefaultPort = 4180;

    /// <summary>The address to listen on. Default 127.0.0.1; one that other machines reach needs <see cref="AllowRemote"/>.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>0 = any free one. Default 4180, 0 to 65535.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Whether other machines may be served, over plain HTTP. Default no.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>Who may use a stand-alone gateway; none = one client whose token is made at the first start.</summary>
    public IReadOnlyList<ClientOptions> Clients { get; init; } = [];

    public RetryOptions Retry { get; init; } = new();

    public BreakerOptions Breaker { get; init; } = new();

    public TimeoutOptions Timeouts { get; init; } = new();
}
