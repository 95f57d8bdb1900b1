using Errand.Core;
using Errand.Jobs.Models;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Cleans up after a supervisor that died. The guard has ended the worker by then; should it have died too, the marker finds what is left.
/// The work so far is captured before the job is blocked, so that nothing depends on the workspace any more.
/// </summary>
public sealed class JobRecovery(WorkspacePreparer workspaces, WorkCapture capture, IModelGateway gateway)
{
    private const string By = "recovery";

    private static readonly TimeSpan KillWait = TimeSpan.FromSeconds(10);

    public async Task RecoverAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        JobHistory history = job.History;
        int survivors = await RunMarker.Of(history.Supervisor!.Run).EndAllAsync(KillWait, cancellationToken);
        if (survivors > 0)
            job.Journal.Append(new WarningNoted($"{survivors} processes of the dead supervisor could not be ended."));

        if (history.Workspace is not null && !history.IsCaptured)
            await CaptureAsync(job, cancellationToken);

        // What the worker said at its end was never heard; what the gateway had counted until then stands in its file.
        if (history.WorkerRuns && gateway.FindUsage(job.Paths.Usage, history.Attempt) is { } used)
            job.Journal.Append(new UsageCounted(used));

        File.Delete(job.Paths.ControlSocket);
        job.Journal.Block(BlockedClass.Lost, LostJob.Reason, By);
    }

    private async Task CaptureAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        try
        {
            using PreparedWorkspace? workspace = await workspaces.ReopenAsync(job, cancellationToken);
            if (workspace is not null)
                await capture.CaptureAsync(job, workspace, cancellationToken);
        }
        catch (ErrandException fault)
        {
            job.Journal.Append(new WarningNoted($"The lost attempt's work could not be captured and stays in '{job.History.Workspace!.Path}': {fault.Message}"));
        }
    }
}
