using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>What one model did for one attempt of a job: a line of <c>show ID usage</c>.</summary>
public sealed record UsageTotal
{
    public required int Attempt { get; init; }

    /// <summary>The review of the attempt's work, from 1 over the whole job; null = the attempt's own worker.</summary>
    public int? Review { get; init; }

    /// <summary>The model's name as the worker said it.</summary>
    public required string Requested { get; init; }

    /// <summary>The model's name at the upstream that served it.</summary>
    public required string Served { get; init; }

    public string? Upstream { get; init; }

    public long Calls { get; init; }

    /// <summary>Of the calls, those that did not come to a proper end.</summary>
    public long Failed { get; init; }

    public long Input { get; init; }
    public long Cached { get; init; }
    public long CacheWrite { get; init; }
    public long Output { get; init; }
    public long Reasoning { get; init; }

    /// <summary>Of all calls together; those that ran at once count each.</summary>
    public double Seconds { get; init; }

    /// <summary>Null = the model has no price.</summary>
    public decimal? Money { get; init; }

    public string? Currency { get; init; }

    public string? PriceDate { get; init; }

    public Metering Metering { get; init; }

    /// <summary>The tokens as a receipt tells them.</summary>
    internal ModelUsage Tokens => new(Input + Cached + CacheWrite, Cached, Output);

    /// <summary>The same with one more call.</summary>
    public UsageTotal Plus(LedgerRow call) => this with
    {
        Calls = Calls + 1,
        Failed = Failed + (call.Outcome == "ok" ? 0 : 1),
        Input = Input + call.Input,
        Cached = Cached + call.Cached,
        CacheWrite = CacheWrite + call.CacheWrite,
        Output = Output + call.Output,
        Reasoning = Reasoning + call.Reasoning,
        Seconds = Math.Round(Seconds + call.Seconds, 4),
        Money = call.Money is { } money ? (Money ?? 0) + money : Money,
        Currency = call.Currency ?? Currency,
        PriceDate = call.PriceDate ?? PriceDate,
        Metering = call.Metering == Metering.Estimated ? Metering.Estimated : Metering,
    };
}
