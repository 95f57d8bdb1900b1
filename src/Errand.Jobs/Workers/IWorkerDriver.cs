using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Workers;

/// <summary>
/// What Errand knows of one kind of worker program: how to ask it what it can, how to start it, how to read it.
/// A driver builds commands and reads lines; it starts nothing and writes nothing.
/// </summary>
public interface IWorkerDriver
{
    /// <summary>The name in the configuration: <c>claude</c>, <c>codex</c>, <c>generic</c>.</summary>
    string Name { get; }

    /// <summary>Commands whose output tells what the installed program is and can, and depends on nothing else; empty = nothing to ask.</summary>
    /// <exception cref="ErrandException">The program cannot be found; the message says how to install it.</exception>
    IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context);

    /// <summary>Commands that show whether the program can work on this machine as it is now; empty = nothing to try.</summary>
    IReadOnlyList<ProcessCommand> TrialCommands(WorkerContext context);

    /// <summary>Reads the answers to <see cref="ProbeCommands"/> and then to <see cref="TrialCommands"/>, in their order.</summary>
    /// <exception cref="ErrandException">The program is too old, too new in a known bad way, no such program at all, or cannot work on this machine.</exception>
    WorkerCapabilities ReadProbe(WorkerContext context, IReadOnlyList<CapturedOutput> answers);

    /// <summary>The command for one attempt, with the files that it needs in the worker's home.</summary>
    /// <exception cref="ErrandException">The worker cannot run like this, such as a missing key; the message says what to do.</exception>
    WorkerLaunch Prepare(WorkerContext context, WorkerCapabilities capabilities, WorkerPrompt prompt);

    /// <summary>A reader for one attempt's output.</summary>
    IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt);
}
