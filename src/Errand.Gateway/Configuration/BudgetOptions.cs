namespace Errand.Gateway.Configuration;

/// <summary>A limit; what is null is not limited.</summary>
public sealed record BudgetOptions
{
    /// <summary>Input and output tokens; those read from a cache count by their price.</summary>
    public long? Tokens { get; init; }

    /// <summary>Money in US dollars, or in the currency of the price table.</summary>
    public decimal? Usd { get; init; }

    public long? Calls { get; init; }
}
