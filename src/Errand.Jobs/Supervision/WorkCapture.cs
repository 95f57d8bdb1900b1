using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Supervision;

/// <summary>Makes an attempt's work safe in a commit, and says so in the journal.</summary>
public sealed class WorkCapture(WorkCollector collector, LimitSettings limits)
{
    /// <summary>Nothing may prevent a capture that need not: a git that was killed in the middle is run again.</summary>
    private const int Tries = 3;

    /// <exception cref="ErrandException">The work could not be captured; it is still in the workspace.</exception>
    internal async Task CaptureAsync(SupervisedJob job, PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        int attempt = Math.Max(1, job.History.Attempt);
        CapturedWork work = await CollectAsync(job, workspace, attempt, cancellationToken);
        foreach (string warning in work.Warnings)
            job.Journal.Append(new WarningNoted(warning));
        job.Journal.Append(new WorkCaptured(work.Base, work.Commit, work.Tree, work.Files, work.Violations));
    }

    private async Task<CapturedWork> CollectAsync(SupervisedJob job, PreparedWorkspace workspace, int attempt, CancellationToken cancellationToken)
    {
        for (int left = Tries - 1; ; left--)
        {
            try
            {
                StaleLocks.Remove(workspace.Repository, job.Spec.Id);
                return await CollectOnceAsync(job, workspace, attempt, cancellationToken);
            }
            catch (ErrandException) when (left > 0)
            {
                continue;
            }
        }
    }

    private Task<CapturedWork> CollectOnceAsync(SupervisedJob job, PreparedWorkspace workspace, int attempt, CancellationToken cancellationToken) =>
        collector.CollectAsync(
            new CaptureRequest
            {
                Job = job.Spec.Id,
                Attempt = attempt,
                Workspace = workspace,
                PatchFile = job.Paths.Attempt(attempt).Patch,
                Message = Message(job.Spec, attempt),
                Limits = new CaptureLimits { Files = limits.MaxFiles, Bytes = limits.MaxBytes },
            },
            cancellationToken);

    private static string Message(JobSpec spec, int attempt)
    {
        const int longestSubject = 60;
        string firstLine = spec.Task.Split('\n', 2)[0].Trim();
        string subject = spec.Label ?? (firstLine.Length > longestSubject ? string.Concat(firstLine.AsSpan(0, longestSubject), "…") : firstLine);
        return $"{subject}\n\nErrand-Job: {spec.Id}\nErrand-Attempt: {attempt}\nErrand-Worker: {spec.Worker.Name}\n";
    }
}
