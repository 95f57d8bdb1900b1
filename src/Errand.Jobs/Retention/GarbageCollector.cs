using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Retention;

/// <summary>
/// Removes what nobody needs any more: jobs that are over and older than the retention time, with their refs, and what crashes left behind.
/// A job that is live, waits for a decision, or whose workspace another such job uses, is never touched; neither is work that is not captured.
/// </summary>
public sealed class GarbageCollector(JobStore store, JobIndex index, GitClient git, TimeProvider clock)
{
    /// <summary>What could be removed now; removes nothing.</summary>
    /// <param name="age">How long a job must have been over.</param>
    public IReadOnlyList<Removable> Plan(TimeSpan age)
    {
        if (!Directory.Exists(store.State.Jobs))
            return [];

        JobLookup[] jobs = [.. store.All().Select(TryGet).OfType<JobLookup>()];
        var inUse = jobs.Where(job => !JobTransitions.IsFinal(job.Receipt.State)).Select(job => job.Spec.WorkspaceOwner).ToHashSet();
        DateTimeOffset before = clock.GetUtcNow() - age;
        var removable = new List<Removable>();
        foreach (JobLookup job in jobs)
        {
            JobReceipt receipt = job.Receipt;
            if (JobTransitions.IsFinal(receipt.State) && receipt.StateAt <= before && job.History.IsCaptured && !inUse.Contains(receipt.Id))
                removable.Add(Measure(receipt.Id, store.State.Job(receipt.Id).Directory, $"{SnakeCase.Of(receipt.State)} since {receipt.StateAt:yyyy-MM-dd HH:mm}"));
        }

        return removable;
    }

    /// <summary>Removes what a plan names, as far as it still may go, and gives back what was removed.</summary>
    public async Task<IReadOnlyList<Removable>> RemoveAsync(IReadOnlyList<Removable> plan, TimeSpan age, CancellationToken cancellationToken)
    {
        var stillRemovable = Plan(age).Select(item => item.Path).ToHashSet(StringComparer.Ordinal);
        var removed = new List<Removable>();
        foreach (Removable item in plan.Where(item => stillRemovable.Contains(item.Path)))
        {
            if (await RemoveJobAsync(item, cancellationToken))
                removed.Add(item);
        }

        return removed;
    }

    private async Task<bool> RemoveJobAsync(Removable item, CancellationToken cancellationToken)
    {
        JobId id = item.Job!.Value;
        JobSpec spec = store.ReadSpec(id);
        using JournalWriter? journal = JournalWriter.TryOpen(store.State.Job(id), clock);
        if (journal is null || !JobTransitions.IsFinal(journal.History.State))
            return false;

        if (Directory.Exists(spec.Repository.CommonGitDirectory))
            await JobRefs.DeleteAsync(git, spec.Repository, id, cancellationToken);
        TreeMaterializer.Remove(item.Path);
        return true;
    }

    /// <summary>A damaged job is left for a person to look at.</summary>
    private JobLookup? TryGet(JobId id)
    {
        try
        {
            return index.Get(id);
        }
        catch (ErrandException)
        {
            return null;
        }
    }

    private static Removable Measure(JobId id, string directory, string reason)
    {
        var everything = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        long bytes = new DirectoryInfo(directory).EnumerateFiles("*", everything).Sum(file => file.Length);
        return new Removable(id, directory, bytes, reason);
    }
}
