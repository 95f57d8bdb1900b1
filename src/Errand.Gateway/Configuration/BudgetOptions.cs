namespace Errand.Gateway.Configuration;

/// <summary>A limit; what is null is not limited.</summary>
public sealed record BudgetOptions
{
    /// <summary>Input and output tokens; those read from a cache do not count.</summary>
    public long? Tokens { get; init; }

    /// <summary>Money, in <see cref="Currency"/>: <c>usd</c>, or <c>money</c> with <c>currency</c>.</summary>
    public decimal? Usd { get; init; }

    /// <summary>Three letters. Default USD. Only models whose price is in it count.</summary>
    public string Currency { get; init; } = "USD";

    public long? Calls { get; init; }
}
