using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Retention;

/// <summary>
/// Removes what nobody needs any more: jobs that are over and older than the retention time, with their refs and keys, and snapshots that no job uses.
/// A job that is live, waits for a decision, or whose workspace another such job uses, is never touched; neither is work that is not captured.
/// </summary>
public sealed class GarbageCollector(JobStore store, JobIndex index, SnapshotEviction snapshots, GitClient git, TimeProvider clock)
{
    /// <summary>Levels of directories that are measured; each holds a descriptor.</summary>
    private const int DeepestMeasure = 100;

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

        removable.AddRange(snapshots.Plan(inUse.Contains).Select(use => new Removable(null, use.Directory, use.Bytes, $"snapshot last used {use.UsedAt:yyyy-MM-dd HH:mm}")));
        return removable;
    }

    /// <summary>Removes what a plan names, as far as it still may go, and gives back what was removed.</summary>
    public async Task<IReadOnlyList<Removable>> RemoveAsync(IReadOnlyList<Removable> plan, TimeSpan age, CancellationToken cancellationToken)
    {
        var stillRemovable = Plan(age).Select(item => item.Path).ToHashSet(StringComparer.Ordinal);
        var removed = new List<Removable>();
        foreach (Removable item in plan.Where(item => stillRemovable.Contains(item.Path)))
        {
            if (item.Job is { } job ? await RemoveJobAsync(job, item, cancellationToken) : RemoveSnapshot(item))
                removed.Add(item);
        }

        snapshots.Sweep();
        return removed;
    }

    private bool RemoveSnapshot(Removable item) => snapshots.TryRemove(new SnapshotUse(Path.GetFileName(item.Path), item.Path, item.Bytes, default));

    private async Task<bool> RemoveJobAsync(JobId id, Removable item, CancellationToken cancellationToken)
    {
        JobPaths paths = store.State.Job(id);
        JobSpec spec = store.ReadSpec(id);
        using JournalWriter? journal = JournalWriter.TryOpen(paths, clock);
        if (journal is null || !JobTransitions.IsFinal(journal.History.State) || !FileLock.TryTake(paths.WorkspaceLock, out FileLock? workspace))
            return false;

        // Whoever begins to go on in this workspace right now holds it, or finds it gone as a whole.
        using FileLock held = workspace;

        if (Directory.Exists(spec.Repository.CommonGitDirectory))
            await JobRefs.DeleteAsync(git, spec.Repository, id, cancellationToken);
        store.ForgetKey(spec);
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
        using OpenDirectory root = OpenDirectory.Open(directory);
        return new Removable(id, directory, Measure(root, DeepestMeasure), reason);
    }

    /// <summary>Bytes of all files, by descriptors: a worker may have made names and depths that no path can hold. What cannot be read counts as nothing.</summary>
    private static long Measure(OpenDirectory directory, int depth)
    {
        long bytes = 0;
        foreach (DirectoryItem item in directory.Read())
        {
            if (!item.Status.IsDirectory)
            {
                bytes += item.Status.Size;
                continue;
            }

            if (depth > 0)
                bytes += MeasureChild(directory, item.Name, depth - 1);
        }

        return bytes;
    }

    private static long MeasureChild(OpenDirectory parent, string name, int depth)
    {
        try
        {
            using OpenDirectory child = parent.OpenChild(name);
            return Measure(child, depth);
        }
        catch (FileFault)
        {
            return 0;
        }
    }
}
