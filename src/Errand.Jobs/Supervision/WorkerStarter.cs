using System.Globalization;
using Errand.Core;
using Errand.Jobs.Probing;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Sandbox.Network;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Brings a worker's program to its start: asks what it is, lays out its files, runs it.</summary>
internal sealed class WorkerStarter(ProcessRunner processes, WorkerProber prober, TimeSpan grace, TimeProvider clock)
{
    /// <summary>How long a worker's program may take to say which version it is: the job's own clocks run from the worker's start only.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(30);

    /// <summary>What every process of a worker carries.</summary>
    public static Dictionary<string, string> Variables(JobSpec spec, string run, ISandbox sandbox)
    {
        bool hasOwnNetwork = sandbox.Kind == SandboxKind.Bubblewrap && spec.Worker.Network != SandboxNetwork.Open;
        return new Dictionary<string, string>([.. spec.Setup.Environment.Where(variable => variable.Key != RunMarker.Variable), .. RunMarker.Variables(run)])
        {
            [PortBlock.Variable] = PortBlock.For(spec.Id, hasOwnNetwork).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <exception cref="ErrandException">The program is missing, unsuitable, or does not answer.</exception>
    public async Task<WorkerCapabilities> ProbeAsync(IWorkerDriver driver, WorkerContext context, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ProbePatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await prober.AskAsync(driver, context, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerProgramMissing,
                $"The worker {context.Worker.Name} could not be started: its program does not say within {ProbePatience.TotalSeconds:0} s which version it is. Run it with --version by hand; `errand doctor` says what the worker needs.");
        }
        catch (ProcessStartException cause)
        {
            throw NotStarted(context.Worker.Name, cause);
        }
    }

    /// <exception cref="ErrandException">It cannot be started.</exception>
    public RunningProcess Start(ProcessCommand command, ProcessOutput output, string program)
    {
        try
        {
            return processes.Start(command, output, new TerminationPolicy { Grace = grace });
        }
        catch (ProcessStartException cause)
        {
            throw NotStarted(program, cause);
        }
    }

    private static ErrandException NotStarted(string name, ProcessStartException cause) => new(
        ErrorCatalog.WorkerProgramMissing,
        $"The worker {name} could not be started: {cause.Message} `errand doctor` says what it needs.",
        cause);
}
