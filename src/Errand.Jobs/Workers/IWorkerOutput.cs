using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers;

/// <summary>Reads what one attempt's worker prints. Not thread-safe; the supervisor calls it from one reader at a time.</summary>
public interface IWorkerOutput
{
    /// <summary>Takes one line of standard output or standard error, already cut to the line limit, and says what it means.</summary>
    IReadOnlyList<WorkerEvent> Read(WorkerLine line);

    /// <summary>Judges the attempt once the process has ended. Nothing that the worker says makes this a success by itself.</summary>
    WorkerOutcome Finish(ProcessExit exit, StopReason stopReason);
}
