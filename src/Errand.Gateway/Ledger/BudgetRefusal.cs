namespace Errand.Gateway.Ledger;

/// <summary>That a budget had no room for a call.</summary>
/// <param name="Scope">Whose budget.</param>
/// <param name="Text">What the client was told.</param>
public sealed record BudgetRefusal(BudgetScope Scope, string Text);
