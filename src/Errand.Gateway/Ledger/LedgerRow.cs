using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>
/// A line of <c>ledger/YYYY-MM.jsonl</c>: a call to an upstream, or the end of a job's attempt. Each line says all that statistics need, so that they
/// hold when the job's own files are gone.
/// </summary>
public sealed record LedgerRow
{
    public required LedgerRowKind Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The job, such as <c>j7</c>; null = a client of the stand-alone gateway.</summary>
    public string? Job { get; init; }

    /// <summary>The client's name; null = a job.</summary>
    public string? Client { get; init; }

    /// <summary>The job's attempt, from 1; 0 = no job.</summary>
    public int Attempt { get; init; }

    /// <summary>The review of the attempt's work that made the call, from 1 over the whole job; null = the attempt's own worker, or no job.</summary>
    public int? Review { get; init; }

    /// <summary>The worker's name in the configuration.</summary>
    public string? Worker { get; init; }

    public string? Tier { get; init; }

    /// <summary>The repository's root.</summary>
    public string? Repository { get; init; }

    /// <summary>The protocol that the client spoke.</summary>
    public string? Dialect { get; init; }

    /// <summary>The model's name as the client said it.</summary>
    public string? Requested { get; init; }

    /// <summary>The model's name at the upstream that served it.</summary>
    public string? Served { get; init; }

    public string? Upstream { get; init; }

    /// <summary>Input tokens that were neither read from a cache nor written to one.</summary>
    public long Input { get; init; }

    public long Cached { get; init; }

    public long CacheWrite { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public long Output { get; init; }

    public long Reasoning { get; init; }

    /// <summary>Of a call, from request to the end of the answer; of an attempt, wall time up to its end.</summary>
    public double Seconds { get; init; }

    /// <summary>What it cost; null = the model has no price.</summary>
    public decimal? Money { get; init; }

    public string? Currency { get; init; }

    /// <summary>The date of the price.</summary>
    public string? PriceDate { get; init; }

    public Metering Metering { get; init; }

    /// <summary>Of a call <c>ok</c> or the fault in snake_case; of an attempt its verdict, or the state that it ended in.</summary>
    public required string Outcome { get; init; }

    /// <summary>The upstream's HTTP status; 0 = there was none.</summary>
    public int Status { get; init; }

    /// <summary>From 1; higher for a retry or fallback of the same request. 0 for an attempt.</summary>
    public int Try { get; init; }

    /// <summary>Tokens, about, that the host read of the attempt: its receipt. 0 for a call.</summary>
    public long HostTokens { get; init; }

    [JsonIgnore]
    public bool IsCall => Kind == LedgerRowKind.Call;
}
