using Errand.Core;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Ledger;

/// <summary>What a model's tokens cost: <c>prices.MODEL</c> in the configuration.</summary>
public sealed record ModelPrice
{
    /// <summary>For <see cref="Per"/> input tokens, 0 or more.</summary>
    public decimal Input { get; init; }

    /// <summary>For input tokens read from the upstream's cache; null = as <see cref="Input"/>.</summary>
    public decimal? Cached { get; init; }

    /// <summary>For input tokens written to the upstream's cache; null = as <see cref="Input"/>.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>For output tokens.</summary>
    public decimal Output { get; init; }

    /// <summary>For output tokens that are reasoning; null = as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Three capital letters. Default USD.</summary>
    public string Currency { get; init; } = MoneyAmount.DefaultCurrency;

    /// <summary>How many tokens the prices are for. Default 1,000,000; 1 to 1,000,000,000.</summary>
    public long Per { get; init; } = 1_000_000;

    /// <summary>When the prices were looked up, as the configuration says it; null = it does not.</summary>
    public string? Date { get; init; }

    /// <summary>What a call with this usage costs, in units of <see cref="Currency"/>.</summary>
    public decimal CostOf(in TokenUsage usage)
    {
        long reasoning = Math.Clamp(usage.Reasoning, 0, usage.Output);
        return ((usage.Input * Input)
            + (usage.CacheRead * (Cached ?? Input))
            + (usage.CacheWrite * (CacheWrite ?? Input))
            + ((usage.Output - reasoning) * Output)
            + (reasoning * (Reasoning ?? Output))) / Per;
    }
}
