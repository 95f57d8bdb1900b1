namespace Errand.Gateway.Ledger;

/// <summary>Whose budget it is.</summary>
public enum BudgetScope
{
    /// <summary>One job's, over all its attempts.</summary>
    Job,

    /// <summary>One client's of the stand-alone gateway, for a day.</summary>
    Client,

    /// <summary>Everybody's who uses the state directory, for a day.</summary>
    Day,

    /// <summary>One repository's, for a month.</summary>
    Repository,
}
