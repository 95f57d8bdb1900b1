namespace Errand.Gateway.Configuration;

/// <summary>Who may use a stand-alone gateway.</summary>
public sealed record ClientOptions
{
    /// <summary>The name in ledger and log; empty only until the configuration is checked.</summary>
    public string Name { get; init; } = "";

    /// <summary>Absolute path of the file whose text is the client's token; empty only until the configuration is checked.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>Null = that of <c>budgets.client</c>.</summary>
    public BudgetOptions? Budget { get; init; }
}
