using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>Budgets that hold for everybody: <c>budgets</c> in the configuration.</summary>
public sealed record BudgetSettings
{
    /// <summary>Limits nothing.</summary>
    public static BudgetSettings None { get; } = new();

    /// <summary>A job's that names none.</summary>
    public Budget Job { get; init; } = Budget.None;

    /// <summary>All jobs and clients of a state directory together, for a day (UTC).</summary>
    public Budget Day { get; init; } = Budget.None;

    /// <summary>Each repository's, for a month (UTC).</summary>
    public Budget Repository { get; init; } = Budget.None;
}
