using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Where a job is in its life; <see cref="JobTransitions"/> says which may follow which.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<JobState>))]
public enum JobState
{
    /// <summary>Durably recorded; no supervisor has taken it yet, or it waits for a slot.</summary>
    Queued,

    /// <summary>The supervisor makes the workspace.</summary>
    Preparing,

    /// <summary>The worker works.</summary>
    Running,

    /// <summary>No worker works until someone or something gives what <see cref="WaitingFor"/> names; the work so far is captured.</summary>
    Waiting,

    /// <summary>The worker has ended; Errand judges its work.</summary>
    Verifying,

    /// <summary>Judged; the host decides.</summary>
    Review,

    /// <summary>The host took the work. Final.</summary>
    Accepted,

    /// <summary>The host did not want the work. Final.</summary>
    Discarded,

    /// <summary>Could not go on; <see cref="BlockedClass"/> says why, and what comes next.</summary>
    Blocked,

    /// <summary>Ended by the host. Final.</summary>
    Cancelled,
}
