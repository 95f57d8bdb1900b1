using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Why a job is <see cref="JobState.Blocked"/>: a closed set, written in snake_case.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<BlockedClass>))]
public enum BlockedClass
{
    /// <summary>The worker ended with an error of its own.</summary>
    WorkerFailed,

    /// <summary>The worker ended without the result that its protocol promises.</summary>
    NoResult,

    /// <summary>The job's total time was used up.</summary>
    Timeout,

    /// <summary>The worker was silent, used no CPU and wrote nothing for the silence limit.</summary>
    Stalled,

    /// <summary>The worker repeated itself without progress.</summary>
    Loop,

    /// <summary>The model endpoint refused the credentials.</summary>
    Auth,

    /// <summary>The model endpoint's quota is used up.</summary>
    Quota,

    /// <summary>The model endpoint could not be reached.</summary>
    Network,

    /// <summary>A configured budget is used up.</summary>
    Budget,

    /// <summary>The sandbox that was asked for cannot be had.</summary>
    Sandbox,

    /// <summary>The workspace could not be made.</summary>
    Prepare,

    /// <summary>The supervisor died.</summary>
    Lost,

    /// <summary>The supervisor or the worker could not be started.</summary>
    Spawn,

    /// <summary>The work crosses its scope and nobody may widen it.</summary>
    Scope,

    /// <summary>All allowed reworks were used. The last work can still be accepted; there is no further attempt.</summary>
    ReworkLimit,

    /// <summary>The work collides with what is there now.</summary>
    Conflict,

    /// <summary>The machine failed: disk, memory, a missing program of Errand's own.</summary>
    Infra,
}
