namespace Errand.Gateway.Configuration;

/// <summary>What a model's tokens cost.</summary>
public sealed record PriceOptions
{
    /// <summary>For input tokens that were not cached.</summary>
    public decimal Input { get; init; }

    /// <summary>For input tokens that were read from the upstream's cache; null = as <see cref="Input"/>.</summary>
    public decimal? Cached { get; init; }

    /// <summary>For input tokens that were written to the upstream's cache; null = as <see cref="Input"/>.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>For output tokens, reasoning among them.</summary>
    public decimal Output { get; init; }

    /// <summary>For output tokens that were reasoning; null = as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Three letters. Default USD.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>How many tokens the prices are for. Default 1,000,000, 1 to 1,000,000,000.</summary>
    public long Per { get; init; } = 1_000_000;

    /// <summary>The day from which on these prices held, for the reader of old rows; null = not said.</summary>
    public DateOnly? Date { get; init; }
}
