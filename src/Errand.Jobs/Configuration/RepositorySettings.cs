namespace Errand.Jobs.Configuration;

/// <summary>What the user set for one repository.</summary>
public sealed record RepositorySettings
{
    /// <summary>A command that puts in place what the repository does not hold, where a job gives none. Default none.</summary>
    public string? Setup { get; init; }

    /// <summary>A command that must succeed on the base before a worker begins, where a job gives none. Default none.</summary>
    public string? Probe { get; init; }

    /// <summary>Variables for workers, setups, probes and checks.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
