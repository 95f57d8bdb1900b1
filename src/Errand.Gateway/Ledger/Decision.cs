namespace Errand.Gateway.Ledger;

/// <summary>What an account makes of a call.</summary>
internal enum Decision
{
    Granted,

    /// <summary>There is room once calls that are under way have given back what they do not use.</summary>
    Later,

    Refused,
}
