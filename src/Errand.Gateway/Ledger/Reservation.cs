namespace Errand.Gateway.Ledger;

/// <summary>What a call holds of a budget until it is settled.</summary>
internal readonly record struct Reservation(IAccount Account, Spending Amount);
