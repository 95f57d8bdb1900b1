using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>What a supervisor can say of its job at any moment.</summary>
public sealed class JobStatus(JournalWriter journal, TimeProvider clock)
{
    private RunningProcess? worker;
    private long lastLineAt = clock.GetTimestamp();

    /// <summary>Time since the worker's last sign of life.</summary>
    public TimeSpan Silence => clock.GetElapsedTime(Interlocked.Read(ref lastLineAt));

    public void WorkerStarted(RunningProcess process)
    {
        Touch();
        worker = process;
    }

    public void WorkerEnded() => worker = null;

    /// <summary>The worker gave a sign of life.</summary>
    public void Touch() => Interlocked.Exchange(ref lastLineAt, clock.GetTimestamp());

    internal ControlReply Reply()
    {
        ProcessTreeSample? sample = worker?.Sample();
        return new ControlReply(
            Ok: true,
            State: journal.History.State,
            CpuSeconds: sample?.CpuTime.TotalSeconds,
            Bytes: sample is null ? null : sample.BytesRead + sample.BytesWritten,
            LastEventSeconds: worker is null ? null : Math.Round(Silence.TotalSeconds, 1));
    }
}
