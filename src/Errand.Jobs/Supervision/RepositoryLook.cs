using Errand.Jobs.Workspaces.Leaks;

namespace Errand.Jobs.Supervision;

/// <summary>What the user's repository was like before a worker ran.</summary>
/// <param name="Before">Its fingerprint; null = it cannot be looked at. It may still be taken.</param>
/// <param name="IsOutOfReach">Whether a sandbox keeps the worker from the repository, so that the worker need not wait for the fingerprint.</param>
/// <param name="BegunAt">A moment before which nothing was looked at.</param>
internal sealed record RepositoryLook(Task<RepositoryFingerprint?> Before, bool IsOutOfReach, DateTimeOffset BegunAt)
{
    /// <summary>Ends when the worker may begin.</summary>
    public Task UntilReadyAsync() => IsOutOfReach ? Task.CompletedTask : Before;
}
