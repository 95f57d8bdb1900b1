using Errand.Core;
using Errand.Jobs.Probing;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Trials;

/// <summary>Asks worker programs what they are, as the engine does before it uses one.</summary>
internal sealed class WorkerProbe(WorkerProber prober, WorkerDrivers drivers, SandboxKind sandbox, ErrandEnvironment environment, TimeProvider clock)
{
    /// <summary>Longest time for all questions to one program.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Finds the program and asks for its version and what it can.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="scratch">For what the program writes.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="ErrandException">ERR5001 to 5006: the worker cannot work; the message says why and what to do.</exception>
    public async Task<WorkerCapabilities> AskAsync(WorkerSpec worker, ScratchDirectory scratch, CancellationToken cancellationToken)
    {
        IWorkerDriver driver = drivers.Get(worker);
        WorkerContext context = Context(worker, scratch);
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await prober.AskAsync(driver, context, either.Token);
        }
        catch (ProcessStartException cause)
        {
            throw new ErrandException(ErrorCatalog.WorkerProgramUnsuitable, $"The program of worker '{worker.Name}' cannot be started: {cause.Message}", cause);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerProgramUnsuitable,
                $"The program of worker '{worker.Name}' did not say its version within {Limit.TotalSeconds:0} s. Run it by hand to see why.");
        }
    }

    /// <summary>Puts together, without running it, how a job would start the worker: with its key or login, profile, model and effort.</summary>
    /// <exception cref="ErrandException">ERR5003 to 5005: something of that is missing; the message says what.</exception>
    public void RequireStartable(WorkerSpec worker, WorkerCapabilities capabilities, ScratchDirectory scratch) =>
        drivers.Get(worker).Prepare(Context(worker, scratch), capabilities, new WorkerPrompt("Nothing.", SessionId: null, ModelUsage.None));

    private WorkerContext Context(WorkerSpec worker, ScratchDirectory scratch) => new()
    {
        Worker = worker,
        WorkspaceDirectory = scratch.MakeDirectory("probe/workspace"),
        WorkingDirectory = scratch.MakeDirectory("probe/workspace"),
        HomeDirectory = scratch.MakeDirectory("probe/home"),
        TempDirectory = scratch.MakeDirectory("probe/tmp"),
        PromptFile = scratch["probe/prompt"],
        Mode = JobMode.Write,
        Sandbox = sandbox,
        UserEnvironment = environment.Variables,
        UserHomeDirectory = environment.HomeDirectory,
        JobVariables = new Dictionary<string, string>(),
    };
}
