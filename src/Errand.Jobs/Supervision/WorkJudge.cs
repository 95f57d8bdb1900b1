using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Verification;
using Errand.Jobs.Workspaces;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Judges captured work: its scope, and the checks on a clean tree of exactly that work.</summary>
public sealed class WorkJudge(CheckRunner checks, TreeMaterializer trees, ErrandEnvironment environment)
{
    /// <param name="job">The job; its work is captured.</param>
    /// <param name="workspace">Where it was made.</param>
    /// <param name="marker">What marks the checks' processes.</param>
    /// <param name="cancellationToken">Ends the check that runs, and with it the judging.</param>
    internal async Task JudgeAsync(SupervisedJob job, PreparedWorkspace workspace, ProcessMarker marker, CancellationToken cancellationToken)
    {
        WorkCaptured captured = job.History.Captured!;
        IReadOnlyList<Violation> violations =
        [
            .. captured.Violations,
            .. ScopeRules.Parse(job.Spec.Scope, job.Spec.Deny, job.Spec.Repository.Root).Judge(captured.Files, job.Spec.Mode),
        ];
        await RunChecksAsync(job, workspace, captured, marker, cancellationToken);
        Judgement judgement = SecretVerdict.Of(VerdictRules.Judge(captured.Files, violations, job.History.Checks, job.Spec.Mode), job.History.Secrets);
        job.Journal.Append(new WorkJudged(judgement.Verdict, judgement.Sentence, violations));
    }

    private async Task RunChecksAsync(SupervisedJob job, PreparedWorkspace workspace, WorkCaptured captured, ProcessMarker marker, CancellationToken cancellationToken)
    {
        // Nothing changed: a green check would prove the base, not the work.
        if (job.Spec.Checks.Count == 0 || captured.Files.Count == 0)
            return;

        string tree = job.Paths.CheckTree;
        try
        {
            await trees.MaterializeAsync(workspace.Repository, captured.Commit, tree, cancellationToken);
            CheckContext context = Context(job, tree, marker);
            foreach (CheckSpec check in job.Spec.Checks)
                job.Journal.Append(new CheckEnded(await checks.RunAsync(check, context, cancellationToken)));
        }
        finally
        {
            TreeMaterializer.Remove(tree);
            TreeMaterializer.Remove(job.Paths.CheckHome);
        }
    }

    private CheckContext Context(SupervisedJob job, string tree, ProcessMarker marker) => new()
    {
        Directory = tree,
        HomeDirectory = Path.Combine(job.Paths.CheckHome, "home"),
        TempDirectory = Path.Combine(job.Paths.CheckHome, "tmp"),
        LogDirectory = job.Paths.Attempt(job.History.Attempt).Checks,
        UserEnvironment = environment.Variables,
        UserHomeDirectory = environment.HomeDirectory,
        Marker = marker,
    };
}
