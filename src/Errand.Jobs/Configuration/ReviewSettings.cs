namespace Errand.Jobs.Configuration;

/// <summary>Who gives second opinions.</summary>
public sealed record ReviewSettings
{
    /// <summary>A worker's name; null = one of another kind than the job's own, else that one.</summary>
    public string? Worker { get; init; }

    /// <summary>A tier's name, whose worker, model and effort are used; null = the worker's own.</summary>
    public string? Tier { get; init; }

    /// <summary>How often the grave findings of a review alone send work back by themselves. Default 1, 0 to 10.</summary>
    public int Rounds { get; init; } = 1;
}
