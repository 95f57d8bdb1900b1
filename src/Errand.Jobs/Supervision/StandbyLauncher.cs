using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Keeps one supervisor ready for the next job: a program that has started, has read the configuration and waits for the job's id. Starting guard and
/// supervisor is the larger part of what a short job costs. It is made after a host has started a job and not before, since most sessions start none.
/// </summary>
public sealed class StandbyLauncher : ISupervisorLauncher, IDisposable
{
    /// <summary>How long after a start the next supervisor is made ready: jobs that a host starts together come first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it is kept for a host that starts no more jobs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly LocalSupervisorLauncher launcher;
    private readonly ITimer prepare;
    private readonly ITimer expire;
    private WaitingProcess? ready;
    private bool isDisposed;

    /// <param name="launcher">What starts supervisors.</param>
    /// <param name="clock">Tells when to make one ready, and when to let it go.</param>
    public StandbyLauncher(LocalSupervisorLauncher launcher, TimeProvider clock)
    {
        this.launcher = launcher;
        prepare = clock.CreateTimer(_ => Prepare(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        expire = clock.CreateTimer(_ => Interlocked.Exchange(ref ready, null)?.Dispose(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Launch(JobId id)
    {
        using (WaitingProcess? waiting = Interlocked.Exchange(ref ready, null))
        {
            if (waiting is null || !launcher.TryGive(id, waiting))
                launcher.Launch(id);
        }

        prepare.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    public bool IsRunning(JobId id) => launcher.IsRunning(id);

    public void Dispose()
    {
        prepare.Dispose();
        expire.Dispose();
        Volatile.Write(ref isDisposed, true);
        Interlocked.Exchange(ref ready, null)?.Dispose();
    }

    private void Prepare()
    {
        if (Volatile.Read(ref ready) is not null || launcher.TryPrepare() is not { } next)
            return;

        Interlocked.Exchange(ref ready, next)?.Dispose();
        expire.Change(Patience, Timeout.InfiniteTimeSpan);
        if (Volatile.Read(ref isDisposed))
            Interlocked.Exchange(ref ready, null)?.Dispose();
    }
}
