namespace Errand.Gateway.Configuration;

/// <summary>What is limited; null = no limit.</summary>
public sealed record BudgetScopes
{
    /// <summary>Each job, over all its attempts.</summary>
    public BudgetOptions? Job { get; init; }

    /// <summary>Everything in one day, UTC.</summary>
    public BudgetOptions? Day { get; init; }

    /// <summary>Each repository's jobs in one calendar month, UTC.</summary>
    public BudgetOptions? Repository { get; init; }

    /// <summary>Each client of a stand-alone gateway that has no budget of its own, in one day, UTC.</summary>
    public BudgetOptions? Client { get; init; }
}
