namespace Errand.Core;

/// <summary>What an attempt, or a job, used of models.</summary>
public sealed record JobUsage
{
    /// <summary>Nothing was used.</summary>
    public static JobUsage None { get; } = new();

    public ModelUsage Tokens { get; init; } = ModelUsage.None;

    /// <summary>Calls to a model, failed ones included; 0 if the worker does not tell.</summary>
    public long Calls { get; init; }

    /// <summary>What they cost by the configured prices, by currency; empty if no price is known.</summary>
    public IReadOnlyList<MoneyAmount> Cost { get; init; } = [];

    public Metering Metering { get; init; } = Metering.Metered;

    public static JobUsage operator +(JobUsage left, JobUsage right) => new()
    {
        Tokens = left.Tokens + right.Tokens,
        Calls = left.Calls + right.Calls,
        Cost = MoneyAmount.Sum([.. left.Cost, .. right.Cost]),
        Metering = left.Metering == Metering.Estimated || right.Metering == Metering.Estimated ? Metering.Estimated : Metering.Metered,
    };

    public static JobUsage Add(JobUsage left, JobUsage right) => left + right;
}
