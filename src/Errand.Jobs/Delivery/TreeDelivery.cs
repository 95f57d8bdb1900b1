using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>Takes a checkout from one tree to another, all of it or nothing; the index is never touched.</summary>
internal sealed class TreeDelivery(GitClient git, TimeProvider clock)
{
    /// <summary>A child between fork and exec shares the locks of its parent for a moment; a job at work keeps its own for longer.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    public async Task<DeliveredFiles> DeliverAsync(DeliveryRequest request, string from, string to, ITreeForm form, (string What, string Advice) words, CancellationToken cancellationToken)
    {
        RepositorySpec user = request.Repository.User;
        using DeliveryLock held = await DeliveryLock.TakeAsync(user, clock, cancellationToken);
        using InplaceLock? still = request.LocksDirectory is { } locks
            ? await InplaceLock.TakeAsync(locks, user, worker: null, LockPatience, clock, cancellationToken)
            : null;
        Clean(request.StagingDirectory);
        IReadOnlyList<PathTransition> transitions = await PathTransition.ReadAsync(git, request.Repository, from, to, cancellationToken);
        try
        {
            using OpenDirectory root = OpenDirectory.Open(user.Root);
            TransitionPlan plan = await TransitionPlan.MakeAsync(root, transitions, form, request.Repository.Format, cancellationToken);
            if (plan.Conflicts.Count > 0)
                throw DeliveryConflict.Refuse(words.What, user.Root, plan.Conflicts, words.Advice);

            await new TransitionApplier(root, form, request.FilesDirectory).ApplyAsync(plan.Pending, cancellationToken);
            return new DeliveredFiles([.. plan.Pending.Select(planned => planned.Transition.Path)], plan.Done);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(ErrorCatalog.WorkspaceFailed, $"The checkout '{user.Root}' could not be written: {fault.Message.TrimEnd('.')}. Repeat when that is mended; what was in place already was taken back.", fault);
        }
        finally
        {
            Clean(request.StagingDirectory);
            Clean(TransitionApplier.KeptDirectory(request.StagingDirectory));
        }
    }

    /// <summary>A staging directory that cannot be removed now is removed by the next delivery; it must not hide how this one ended.</summary>
    private static void Clean(string stagingDirectory)
    {
        try
        {
            TreeRemoval.Remove(stagingDirectory);
        }
        catch (FileFault)
        {
            return;
        }
    }
}
