namespace Errand.Gateway.Ledger;

/// <summary>What a <see cref="UsageLedger"/> works with.</summary>
public sealed record UsageLedgerOptions
{
    /// <summary>The state directory; exists.</summary>
    public required string StateDirectory { get; init; }

    public PriceTable Prices { get; init; } = PriceTable.Empty;

    public BudgetSettings Budgets { get; init; } = BudgetSettings.None;

    /// <summary>This process, in a form that <see cref="IsAlive"/> of another process knows.</summary>
    public required string Holder { get; init; }

    /// <summary>Whether the process that calls itself so still lives.</summary>
    public required Func<string, bool> IsAlive { get; init; }
}
