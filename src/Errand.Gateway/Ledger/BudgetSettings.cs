using Errand.Core;
using Errand.Gateway.Configuration;

namespace Errand.Gateway.Ledger;

/// <summary>Budgets that hold for everybody: <c>budgets</c> in the configuration.</summary>
public sealed record BudgetSettings
{
    /// <summary>Limits nothing.</summary>
    public static BudgetSettings None { get; } = new();

    /// <summary>What the configuration says.</summary>
    public static BudgetSettings Of(BudgetScopes scopes) => new() { Job = BudgetOf(scopes.Job), Day = BudgetOf(scopes.Day), Repository = BudgetOf(scopes.Repository) };

    /// <summary>One budget of the configuration; null limits nothing.</summary>
    public static Budget BudgetOf(BudgetOptions? options) => options is null
        ? Budget.None
        : new Budget(options.Tokens, options.Usd is { } amount ? new MoneyAmount(amount, options.Currency) : null, options.Calls);

    /// <summary>A job's that names none.</summary>
    public Budget Job { get; init; } = Budget.None;

    /// <summary>All jobs and clients of a state directory together, for a day (UTC).</summary>
    public Budget Day { get; init; } = Budget.None;

    /// <summary>Each repository's, for a month (UTC).</summary>
    public Budget Repository { get; init; } = Budget.None;
}
