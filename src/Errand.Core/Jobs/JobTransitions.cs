namespace Errand.Core;

/// <summary>The one table of a job's life. The journal append is the only caller that may change a state.</summary>
public static class JobTransitions
{
    private static readonly string ReworkLimit = SnakeCase.Of(BlockedClass.ReworkLimit);

    /// <summary>Whether <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    /// <param name="from">The state that the job is in.</param>
    /// <param name="to">The state that it shall be in.</param>
    /// <param name="class">The written form of the class that it is in it for, such as <c>rework_limit</c>; null = none, or any that has no rules of its own.</param>
    public static bool IsAllowed(JobState from, JobState to, string? @class = null) => (from, to) switch
    {
        (JobState.Queued, JobState.Preparing) => true,
        (JobState.Preparing, JobState.Running) => true,

        // A decision about the scope has the same work judged again, without a worker; failed work that Errand itself sends back is the next attempt at once.
        (JobState.Preparing, JobState.Verifying) => true,
        (JobState.Verifying, JobState.Preparing) => true,
        (JobState.Running, JobState.Waiting or JobState.Verifying) => true,
        (JobState.Waiting, JobState.Running) => true,
        (JobState.Verifying, JobState.Review) => true,
        (JobState.Review, JobState.Accepted or JobState.Discarded) => true,

        // A rework, a retry or a raised budget is the next attempt of the same job; one rework too many blocks it, and no retry gets around that.
        (JobState.Review, JobState.Queued or JobState.Blocked) => true,
        (JobState.Waiting, JobState.Queued) => true,
        (JobState.Blocked, JobState.Queued) => @class != ReworkLimit,

        // What a job that goes no further left behind can still be thrown away. Taken it can be only where it was judged, which the limit comes after.
        (JobState.Blocked or JobState.Waiting, JobState.Discarded) => true,
        (JobState.Blocked, JobState.Accepted) => @class == ReworkLimit,

        // A supervisor can die, and a limit can strike, in any live state. A waiting job has no supervisor, and nothing strikes it.
        (_, JobState.Blocked) => IsLive(from),
        (_, JobState.Cancelled) => !IsFinal(from),
        _ => false,
    };

    /// <summary>Whether a supervisor is, or soon will be, at work on a job in this state. A waiting job has none: its work is captured and its slot free.</summary>
    public static bool IsLive(JobState state) =>
        state is JobState.Queued or JobState.Preparing or JobState.Running or JobState.Verifying;

    /// <summary>Whether nothing can follow this state.</summary>
    public static bool IsFinal(JobState state) => state is JobState.Accepted or JobState.Discarded or JobState.Cancelled;
}
