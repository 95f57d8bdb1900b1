using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>Whether, why and by whom a job is to be stopped. The first stop counts; later ones change nothing.</summary>
public sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenRegistration shutdown;
    private readonly Lock gate = new();
    private CancelReason? cancelReason;
    private Decider by = "supervisor";

    public StopSignal(CancellationToken shutdown) => this.shutdown = shutdown.Register(stopping.Cancel);

    /// <summary>Cancelled when the job is to stop.</summary>
    public CancellationToken Token => stopping.Token;

    public bool IsStopped => stopping.IsCancellationRequested;

    public void Cancel(CancelReason reason, Decider requestedBy)
    {
        lock (gate)
        {
            if (IsStopped)
                return;
            cancelReason = reason;
            by = requestedBy;
        }

        stopping.Cancel();
    }

    /// <summary>Writes the end that the stop means: cancelled by the host, or blocked because the supervisor itself had to go.</summary>
    public void Record(JournalWriter journal)
    {
        if (cancelReason is { } reason)
        {
            journal.Append(new DecisionMade("cancel", by.Name, [SnakeCase.Of(reason)], null, by.Why));
            journal.Change(JobState.Cancelled, "Cancelled; what the worker had done is kept in the job's commit.", by.Name, SnakeCase.Of(reason));
        }
        else
        {
            journal.Block(BlockedClass.Infra, "The supervisor was told to end (shutdown); the work so far is kept. Retry the job to go on.", by.Name);
        }
    }

    public void Dispose()
    {
        shutdown.Dispose();
        stopping.Dispose();
    }
}
