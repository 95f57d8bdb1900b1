namespace Errand.Core;

/// <summary>Who reads a job's work when it has passed its checks.</summary>
public sealed record ReviewSpec
{
    /// <summary>The workers that may do it, the first choice first; a later one steps in where an earlier one cannot be started or has no login. At least one.</summary>
    public required IReadOnlyList<WorkerSpec> Workers { get; init; }

    /// <summary>How often grave findings of a review alone send work back by themselves, where the job has revisions. Default 1, 0 to 10.</summary>
    public int Rounds { get; init; } = 1;
}
