using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Ledger;

/// <summary>One call to an upstream: one row of the ledger. Retried and aborted calls have rows of their own.</summary>
public sealed record CallRecord
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the client (stand-alone gateway), or the job.</summary>
    public required string Client { get; init; }

    /// <summary>Attempt of the job, from 1; 0 = no job.</summary>
    public int Attempt { get; init; }

    public required ClientDialect Dialect { get; init; }

    /// <summary>The name that the client asked for.</summary>
    public required string RequestedModel { get; init; }

    /// <summary>The name at the upstream that served.</summary>
    public required string ServedModel { get; init; }

    /// <summary>The upstream's name in the configuration.</summary>
    public required string Upstream { get; init; }

    public required TokenUsage Usage { get; init; }

    /// <summary>From the request to the end of the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Null = the call came to its proper end.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>The upstream's HTTP status; 0 = there was none.</summary>
    public int Status { get; init; }

    /// <summary>From 1; higher for a retry or fallback of the same request.</summary>
    public required int Try { get; init; }
}
