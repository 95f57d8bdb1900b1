using Errand.Core;

namespace Errand.Jobs.Supervision;

/// <summary>Where a job's supervisor is started: a detached process of this machine, or, one day, another machine.</summary>
public interface ISupervisorLauncher
{
    /// <summary>Starts a supervisor for a queued job, or one that recovers a lost job. It outlives the caller.</summary>
    /// <exception cref="ErrandException">It cannot be started.</exception>
    void Launch(JobId id);

    /// <summary>Whether something of the job's supervisor still runs. It outlives the job's last change of state by a moment, in which it writes the receipt.</summary>
    bool IsRunning(JobId id);
}
