using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>Whose calls a job's meter counts.</summary>
public sealed record JobMeterOptions
{
    /// <summary>The job, such as <c>j7</c>.</summary>
    public required string Job { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The review of the attempt's work, from 1 over the whole job; 0 = the attempt's own worker.</summary>
    public int Review { get; init; }

    public required string Worker { get; init; }

    public required string Tier { get; init; }

    /// <summary>The repository's root.</summary>
    public required string Repository { get; init; }

    /// <summary>The job's <c>usage.json</c>, an absolute path; its directory exists.</summary>
    public required string UsageFile { get; init; }

    /// <summary>What the job may use over all its attempts.</summary>
    public required Budget Budget { get; init; }
}
