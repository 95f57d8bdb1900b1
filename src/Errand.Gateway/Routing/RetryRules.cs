using Errand.Gateway.Configuration;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Routing;

/// <summary>What is done about a fault before the client has seen a byte.</summary>
internal sealed class RetryRules(RetryOptions options, Random random)
{
    /// <summary>Longest hold that an upstream's Retry-After can ask for.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);

    public int Attempts => options.Attempts;

    public TimeSpan MaxWait => options.MaxWait;

    /// <summary>Whether the same call may succeed when it is made again.</summary>
    public static bool IsPassing(GatewayFault fault) => fault.Kind switch
    {
        FaultKind.UpstreamConnect or FaultKind.UpstreamStalled or FaultKind.UpstreamTorn or FaultKind.TranslateAnswer or FaultKind.UpstreamUnavailable => true,
        // An account without money is not refilled by waiting.
        FaultKind.UpstreamStatus => fault.Code != UpstreamFault.NoQuota && (fault.Status is 408 or 425 or 429 or >= 500),
        _ => false,
    };

    /// <summary>Whether another upstream may serve what this one cannot: it does not know its key or model, or has no money left, or speaks a protocol that cannot say this.</summary>
    public static bool IsForAnother(GatewayFault fault) => IsPassing(fault) || fault.Kind == FaultKind.TranslateRequest || (fault.Kind == FaultKind.UpstreamStatus && (fault.Status is 401 or 402 or 403 or 404 || fault.Code == UpstreamFault.NoQuota));

    /// <summary>Whether it counts for the breaker. Of the answers below 500 only 429 does: a client's mistake must not lock out the others.</summary>
    public static bool IsUnhealthy(GatewayFault fault) => fault.Kind switch
    {
        FaultKind.UpstreamConnect or FaultKind.UpstreamStalled or FaultKind.UpstreamTorn or FaultKind.TranslateAnswer => true,
        FaultKind.UpstreamStatus => fault.Status is 429 or >= 500,
        _ => false,
    };

    /// <summary>What to wait before the next try: what the upstream asked for, else any time up to a limit that doubles.</summary>
    /// <param name="tries">Tries on this target so far, from 1.</param>
    /// <param name="retryAfter">What the upstream asked for.</param>
    public TimeSpan Delay(int tries, TimeSpan? retryAfter)
    {
        double limit = Math.Min(LongestDelay.TotalMilliseconds, options.FirstDelay.TotalMilliseconds * Math.Pow(2, tries - 1));
#pragma warning disable CA5394 // Spreads retries; nobody gains by guessing it.
        TimeSpan jitter = TimeSpan.FromMilliseconds(random.NextDouble() * limit);
#pragma warning restore CA5394
        // Everybody was told the same time, so it is spread too.
        return (retryAfter ?? TimeSpan.Zero) + jitter;
    }

    /// <summary>How long to leave an upstream alone that asked for it: some ask for no time at all.</summary>
    /// <param name="tries">Tries on this target so far, from 1.</param>
    /// <param name="retryAfter">What the upstream asked for.</param>
    public TimeSpan Hold(int tries, TimeSpan? retryAfter)
    {
        TimeSpan time = retryAfter ?? Delay(tries, null);
        return time > options.FirstDelay ? time : options.FirstDelay;
    }
}
