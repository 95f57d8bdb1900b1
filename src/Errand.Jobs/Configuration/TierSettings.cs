namespace Errand.Jobs.Configuration;

/// <summary>What a tier's name stands for; what is null is left to the worker's own settings.</summary>
public sealed record TierSettings
{
    /// <summary>A worker's name from the configuration.</summary>
    public string? Worker { get; init; }

    /// <summary>The model's name as the worker's CLI takes it.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort as the worker's CLI takes it.</summary>
    public string? Effort { get; init; }
}
