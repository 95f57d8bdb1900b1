using Errand.Core;
using Errand.Jobs.Delivery;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs;

/// <summary>
/// Carries out an acceptance or a discard and writes it to the journal. The decision is noted before a file of the user's is written and the new state
/// after it, so that one that was cut in half is completed by deciding again. A branch comes before its note, which names it.
/// </summary>
public sealed class Acceptance(GitClient git, WorkspacePreparer workspaces, TimeProvider clock)
{
    /// <param name="job">A job in review, whose journal the caller may write.</param>
    /// <param name="into">Where the work goes.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends the delivery; accepting again completes it.</param>
    /// <exception cref="ErrandException">There is nothing to accept, or it collides; nothing was written.</exception>
    public async Task AcceptAsync(SupervisedJob job, AcceptTarget into, Decider by, CancellationToken cancellationToken)
    {
        if (job.History is { Captured.Files.Count: 0, Examined.Outcome.Kind: OutcomeKind.Nothing, Judged.Verdict: not Verdict.Failed })
        {
            job.Journal.Append(new DecisionMade("accept", by.Name, [], null, by.Why));
            job.Journal.Change(JobState.Accepted, "Accepted: nothing needed changing.", by.Name);
            job.SaveReceipt(clock);
            return;
        }

        if (job.History.Captured is not { Files.Count: > 0 } work)
            throw new ErrandException(ErrorCatalog.NothingToDeliver, $"{job.Spec.Id} changed nothing, so there is nothing to accept. Discard it, or send it back with rework.");

        DeliveryRequest request = await RequestAsync(job, work, cancellationToken);
        string? branch = into == AcceptTarget.Branch
            ? await new BranchDelivery(git, clock).AcceptAsync(request.Repository, work.Commit, BranchNames(job.Spec), cancellationToken)
            : null;
        job.Journal.Append(new DecisionMade("accept", by.Name, [SnakeCase.Of(into)], branch, by.Why));
        if (into == AcceptTarget.Checkout && job.Spec.Isolation != IsolationKind.Inplace)
            await new CheckoutDelivery(git, clock).AcceptAsync(request, cancellationToken);

        job.Journal.Change(JobState.Accepted, Sentence(job.Spec, branch), by.Name);
        job.SaveReceipt(clock);
    }

    /// <summary>Throws the work away: the workspace goes, and in-place work is taken back where the user has not changed it since.</summary>
    /// <param name="job">A job in review or blocked, whose journal the caller may write.</param>
    /// <param name="isShared">Whether another job goes on in the workspace, which then stays.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="cancellationToken">Ends git; discarding again completes it.</param>
    /// <exception cref="ErrandException">In-place work was changed since, or another job is at work on it; nothing was taken back.</exception>
    public async Task DiscardAsync(SupervisedJob job, bool isShared, Decider by, CancellationToken cancellationToken)
    {
        bool isInplace = job.Spec.Isolation == IsolationKind.Inplace;
        using FileLock? held = FileLock.TryTake(job.Owner.WorkspaceLock, out FileLock? taken) ? taken : null;
        if (held is null && isInplace)
        {
            throw new ErrandException(
                ErrorCatalog.StateBusy, $"Another job is at work on what {job.Spec.Id} left in '{job.Spec.Repository.Root}'. Wait for it to end, then discard {job.Spec.Id}.");
        }

        job.Journal.Append(new DecisionMade("discard", by.Name, [], null, by.Why));
        if (isInplace)
            await RevertAsync(job, cancellationToken);
        else if (held is not null && !isShared && job.History.IsCaptured)
            CheckoutWorkspace.Remove(WorkspacePreparer.Place(job));

        job.Journal.Change(JobState.Discarded, "Discarded; its commit stays until `errand gc` removes the job.", by.Name);
        job.SaveReceipt(clock);
    }

    private async Task RevertAsync(SupervisedJob job, CancellationToken cancellationToken)
    {
        if (job.History.Captured is not { } work || await workspaces.ReopenAsync(job, cancellationToken) is not { } workspace)
            return;

        using (workspace)
            await new InplaceRevert(git, clock).RevertAsync(await RequestAsync(job, work, cancellationToken), workspace, cancellationToken);
    }

    private async Task<DeliveryRequest> RequestAsync(SupervisedJob job, WorkCaptured work, CancellationToken cancellationToken) => new()
    {
        Repository = await JobRepository.OpenAsync(git, job.Spec.Repository, job.Owner.Git, cancellationToken),
        Base = work.Base,
        Commit = work.Commit,
        StagingDirectory = Path.Combine(job.Paths.Directory, "delivery"),
        LocksDirectory = workspaces.Locks,
    };

    private static string[] BranchNames(JobSpec spec) => spec.Label is null ? [spec.Id.ToString()] : [spec.Label, spec.Id.ToString()];

    private static string Sentence(JobSpec spec, string? branch) =>
        branch is not null ? $"Accepted as the branch {branch}{(spec.Label is null || branch == BranchDelivery.Prefix + spec.Label ? "" : ", because another branch stands in the way of its label")}."
        : spec.Isolation == IsolationKind.Inplace ? "Accepted where it was made."
        : $"Accepted into '{spec.Repository.Root}' as uncommitted changes.";
}
