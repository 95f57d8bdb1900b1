using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Probing;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Runs workers' programs, whatever for: holds them in a sandbox, keeps and reads what they print, watches their clocks until they have ended.</summary>
internal sealed class WorkerTurns(ProcessRunner processes, WorkerProber prober, ErrandEnvironment environment, TimeSpan grace, TimeProvider clock)
{
    private readonly WorkerStarter starter = new(processes, prober, grace, clock);
    private readonly WorkerClocks clocks = new(clock);

    /// <inheritdoc cref="WorkerStarter.ProbeAsync"/>
    public Task<WorkerCapabilities> ProbeAsync(IWorkerDriver driver, WorkerContext context, CancellationToken cancellationToken) => starter.ProbeAsync(driver, context, cancellationToken);

    /// <summary>Writes down what the worker is told, and lays out what its program needs.</summary>
    /// <returns>How the program is started, and what takes secrets out of all that it says.</returns>
    /// <exception cref="ErrandException">The files cannot be written.</exception>
    public async Task<(WorkerLaunch Launch, Redactor Redactor)> PrepareAsync(
        JobSpec spec, IWorkerDriver driver, WorkerContext context, WorkerCapabilities capabilities, WorkerPrompt prompt, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(context.PromptFile, prompt.Text, cancellationToken);
        WorkerLaunch launch = driver.Prepare(context, capabilities, prompt);
        new WorkerHome(context.HomeDirectory).Place(launch);
        return (launch, new Redactor([.. launch.Secrets, .. KnownValues.Of([.. spec.Setup.Environment, .. environment.Variables])]));
    }

    /// <exception cref="ErrandException">The program or its sandbox cannot be started.</exception>
    public async Task<EndedTurn> RunAsync(WorkerTurn turn, CancellationToken cancellationToken)
    {
        using var events = new EventLog(turn.Files.Events, turn.Feed, clock);
        using var log = new WorkerLog(turn.Files.WorkerLog, turn.Redactor);
        var watch = new WorkerWatch(turn.Output, log, events, turn.Status, turn.Session, turn.Note);
        var output = new ProcessOutput
        {
            StandardOutput = line => watch.Take(new WorkerLine(line.Text, IsError: false, line.IsTruncated)),
            StandardError = line => watch.Take(new WorkerLine(line.Text, IsError: true, line.IsTruncated)),
        };
        ProcessCommand command = turn.Launch.Command with { MarkerVariable = RunMarker.Variable };
        SandboxSpec box = WorkerSandbox.Of(turn.Context, turn.Launch, turn.Workspace, turn.Places, environment.StateDirectory);
        await using SandboxedRun held = turn.Sandbox.Prepare(box, command);
        await using RunningProcess process = starter.Start(held.Command, output, turn.Launch.Command.FileName);
        held.Begin();
        turn.Note(new WorkerStarted(process.Identity));
        turn.Status.WorkerStarted(process);
        StopReason reason = await clocks.WatchAsync(process, turn.Spec, watch, turn.Models, turn.Status, cancellationToken);
        ProcessExit exit = await process.WaitAsync(CancellationToken.None);
        turn.Status.WorkerEnded();
        if (!await held.WasEntered && reason == StopReason.Ended)
        {
            throw new ErrandException(
                ErrorCatalog.SandboxFailed,
                $"The sandbox of the worker {turn.Context.Worker.Name} could not be built: {SandboxFailure.Explain(watch.LastError)}. `errand doctor` tries the sandbox by itself.");
        }

        return new EndedTurn(WorkerClocks.Correct(watch.Finish(exit, reason), watch, reason, turn.Spec), reason, exit, log.Failure);
    }
}
