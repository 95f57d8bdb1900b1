using Errand.Core;

namespace Errand.Jobs;

/// <summary>The answer to a start.</summary>
/// <param name="Receipt">The job as it is now.</param>
/// <param name="IsNew">Whether this start made it; an old one was made before with the same key.</param>
public sealed record StartedJob(JobReceipt Receipt, bool IsNew)
{
    /// <summary>The repository's own commands that became checks of it, as the request asked for.</summary>
    public IReadOnlyList<CheckSpec> Proposed { get; init; } = [];
}
