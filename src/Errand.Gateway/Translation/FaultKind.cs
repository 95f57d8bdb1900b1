namespace Errand.Gateway.Translation;

/// <summary>Leg and cause of a failed call.</summary>
public enum FaultKind
{
    /// <summary>The client's request cannot be understood or translated.</summary>
    TranslateRequest,

    /// <summary>Token missing or wrong.</summary>
    ClientUnknown,

    ModelUnknown,

    /// <summary>The client went away.</summary>
    ClientDisconnected,

    /// <summary>No connection to the upstream.</summary>
    UpstreamConnect,

    /// <summary>The upstream answered with an error, by status or inside a 200.</summary>
    UpstreamStatus,

    /// <summary>The upstream fell silent.</summary>
    UpstreamStalled,

    /// <summary>The upstream's answer ended without its end.</summary>
    UpstreamTorn,

    /// <summary>The upstream's answer is not what its protocol says.</summary>
    TranslateAnswer,

    /// <summary>The upstream's breaker is open, or all upstreams failed.</summary>
    UpstreamUnavailable,

    BudgetExceeded,

    /// <summary>A mistake of the gateway itself.</summary>
    Internal,
}
