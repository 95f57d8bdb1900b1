using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Reviews;

/// <summary>
/// Has another model read work that has passed its checks. Whatever goes wrong with it, the job goes on and its receipt says that there is no second opinion.
/// </summary>
public sealed class SecondOpinion(Reviewer reviewer, TreeMaterializer trees, TimeProvider clock)
{
    /// <param name="job">The job; its work is captured and its checks have run.</param>
    /// <param name="workspace">Where the work was made.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="cancellationToken">Ends the reviewer.</param>
    /// <returns>Null = the job asks for none.</returns>
    internal async Task<Review?> AskAsync(SupervisedJob job, PreparedWorkspace workspace, string run, CancellationToken cancellationToken)
    {
        if (job.Spec.Review is not { } wanted)
            return null;
        // The same work, judged again after a decision about its scope.
        if (job.History.Review is { Status: ReviewStatus.Read } known)
            return known;

        bool isGuarded = workspace.Isolation != IsolationKind.Inplace;
        string? before = isGuarded ? WorkspaceStamp.Of(workspace.Root) : null;
        Review review = await AskFirstAsync(job, workspace, wanted, run, cancellationToken);
        if (isGuarded && WorkspaceStamp.Of(workspace.Root) != before)
            review = review with { Status = ReviewStatus.Failed, Reason = $"{review.Worker} was only to read and changed files in the workspace '{workspace.Root}'; the captured work is as it was." };
        job.Journal.Append(new WorkReviewed(review, job.History.Captured!.Commit));
        if (review.Reason is { } reason)
            job.Journal.Append(new WarningNoted($"No second opinion: {reason}"));
        else if (review.SameWorker)
            job.Journal.Append(new WarningNoted($"The second opinion is of {review.Worker} itself: no other worker could be asked."));
        return job.History.Review;
    }

    private async Task<Review> AskFirstAsync(SupervisedJob job, PreparedWorkspace workspace, ReviewSpec wanted, string run, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        Review? last = null;
        // A supervisor may have died in the middle of a review before.
        Clear(job);
        try
        {
            foreach (WorkerSpec worker in wanted.Workers)
            {
                ReviewOutcome outcome = await AskAsync(job, workspace, worker, run, cancellationToken);
                last = outcome.Review;
                if (!outcome.IsUnavailable)
                    break;
                missing.Add(last.Reason!);
            }
        }
        finally
        {
            Clear(job);
        }

        return last! with { Reason = last!.Reason is null ? null : string.Join(' ', missing.Append(last.Reason).Distinct()) };
    }

    /// <summary>What cannot be removed goes with the job.</summary>
    private static void Clear(SupervisedJob job)
    {
        try
        {
            TreeMaterializer.Remove(job.Paths.Review);
        }
        catch (ErrandException)
        {
            return;
        }
    }

    private async Task<ReviewOutcome> AskAsync(SupervisedJob job, PreparedWorkspace workspace, WorkerSpec worker, string run, CancellationToken cancellationToken)
    {
        JobSpec spec = job.Spec with { Worker = worker, Mode = JobMode.Read };
        bool isSame = worker.Name == job.Spec.Worker.Name && worker.Model == job.Spec.Worker.Model;
        long startedAt = clock.GetTimestamp();
        job.Journal.Append(new ReviewStarted(job.History.Reviews + 1, worker.Name));
        try
        {
            // Each gets its own copy: an earlier one may have left something where no sandbox works.
            string tree = Path.Combine(job.Paths.Review, "tree");
            await trees.MaterializeAsync(workspace.Repository, job.History.Captured!.Commit, tree, cancellationToken);
            ReviewOutcome outcome = await reviewer.AskAsync(job, spec, workspace.CopiedTo(tree), run, cancellationToken);
            return outcome with { Review = outcome.Review with { SameWorker = isSame } };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it is: the work is judged by its checks all the same.
            var review = new Review
            {
                Worker = worker.Name,
                Model = worker.Model,
                Status = ReviewStatus.Failed,
                SameWorker = isSame,
                Reason = fault.Message,
                Seconds = Math.Round(clock.GetElapsedTime(startedAt).TotalSeconds, 3),
            };
            return new ReviewOutcome(review, fault is ErrandException { Error: var error } && IsOfThisWorker(error));
        }
    }

    private static bool IsOfThisWorker(ErrorDefinition error) =>
        error == ErrorCatalog.WorkerProgramMissing || error == ErrorCatalog.WorkerProgramUnsuitable || error == ErrorCatalog.WorkerKeyUnavailable || error == ErrorCatalog.WorkerSettings;
}
