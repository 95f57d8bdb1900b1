using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Takes the worker's lines as they come: to its driver, to the event log, to the journal where the job itself changes.</summary>
internal sealed class WorkerWatch(IWorkerOutput output, WorkerLog log, EventLog events, JobStatus status, string? knownSession, Action<SessionSeen> note)
{
    /// <summary>Each is a durable write. The last one is in the entry of the worker's end, however many there were.</summary>
    private const int MostSessions = 8;

    private readonly Lock gate = new();
    private readonly TaskCompletionSource gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? session = knownSession;
    private int sessions;

    /// <summary>Ends when the driver has seen that going on is useless.</summary>
    public Task GaveUp => gaveUp.Task;

    public BlockedClass? GiveUpClass { get; private set; }

    /// <summary>The last line on standard error; empty = there was none.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>Lines of both streams come here, maybe at the same time.</summary>
    public void Take(WorkerLine line)
    {
        lock (gate)
        {
            if (line.IsError)
                LastError = line.Text;
            foreach (WorkerEvent happened in output.Read(log.Write(line)))
                Note(happened);
        }
    }

    public WorkerOutcome Finish(ProcessExit exit, StopReason stopReason)
    {
        lock (gate)
            return output.Finish(exit, stopReason);
    }

    private void Note(WorkerEvent happened)
    {
        events.Write(happened);
        if (happened.IsProgress)
            status.Touch();
        if (happened.Kind == WorkerEventKind.Session && happened.SessionId is { } id && id != session && sessions < MostSessions)
        {
            session = id;
            sessions++;
            note(new SessionSeen(id, happened.Model));
        }

        if (happened.GiveUp is { } useless && GiveUpClass is null)
        {
            GiveUpClass = useless;
            gaveUp.TrySetResult();
        }
    }
}
