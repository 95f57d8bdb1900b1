using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Removes snapshots that no job needs: those that nobody used for long, and the least recently used ones where all together are too large. One that a process
/// holds is never removed, nor one that a job names whose workspace may still be worked in. Any can be made again of its commit.
/// </summary>
public sealed class SnapshotEviction(StateDirectory state, WorkspaceSettings settings, TimeProvider clock)
{
    /// <summary>A trial takes a second; one that is older has lost its process.</summary>
    private static readonly TimeSpan LongestTrial = TimeSpan.FromHours(1);

    /// <summary>What could go now; removes nothing.</summary>
    /// <param name="isNeeded">Whether a job's workspace, if it is there, may still be worked in.</param>
    public IReadOnlyList<SnapshotUse> Plan(Func<JobId, bool> isNeeded)
    {
        if (!Directory.Exists(state.Snapshots))
            return [];

        DateTimeOffset before = clock.GetUtcNow() - settings.SnapshotAge;
        SnapshotUse[] unused =
        [
            .. Directory.EnumerateDirectories(state.Snapshots).Select(path => Path.GetFileName(path)).Where(ObjectFormats.IsObjectName)
                .Select(name => Read(name, isNeeded)).OfType<SnapshotUse>().OrderByDescending(use => use.UsedAt),
        ];
        long kept = 0;
        var going = new List<SnapshotUse>();
        foreach (SnapshotUse use in unused)
        {
            if (use.UsedAt <= before || kept + use.Bytes > settings.SnapshotBytes)
                going.Add(use);
            else
                kept += use.Bytes;
        }

        return going;
    }

    /// <summary>Removes one, unless somebody holds or makes it.</summary>
    /// <exception cref="ErrandException">Something in it cannot be removed.</exception>
    public bool TryRemove(SnapshotUse use)
    {
        var place = new SnapshotPlace(state, use.Name);
        return FileFaults.Guard(place.Directory, () =>
        {
            if (!FileLock.TryTake(place.Lock, out FileLock? taken))
                return false;
            using (taken)
                return Directory.Exists(place.Directory) && place.TryRemove();
        });
    }

    /// <summary>Removes what killed processes have left: halves of snapshots, and trials of the sandbox.</summary>
    /// <exception cref="ErrandException">Something in it cannot be removed.</exception>
    public void Sweep()
    {
        if (!Directory.Exists(state.Snapshots))
            return;

        foreach (string path in Directory.EnumerateDirectories(state.Snapshots, ".*"))
        {
            string name = Path.GetFileName(path);
            if (name.StartsWith(SnapshotPlace.HalfPrefix, StringComparison.Ordinal))
                SweepHalf(path, name[SnapshotPlace.HalfPrefix.Length..]);
            else if (name.StartsWith(StateDirectory.TrialPrefix, StringComparison.Ordinal) && Directory.GetCreationTimeUtc(path) < clock.GetUtcNow().UtcDateTime - LongestTrial)
                FileFaults.Guard(path, () => TreeRemoval.Remove(path));
        }
    }

    /// <summary>Makes room beside a snapshot that was just made. What cannot be removed is left for <c>gc</c>, which says so.</summary>
    internal void MakeRoom()
    {
        try
        {
            Sweep();
            foreach (SnapshotUse use in Plan(job => Directory.Exists(state.Job(job).Workspace)))
                TryRemove(use);
        }
        catch (ErrandException)
        {
            return;
        }
    }

    private void SweepHalf(string path, string name) => FileFaults.Guard(path, () =>
    {
        if (!FileLock.TryTake(new SnapshotPlace(state, name).Lock, out FileLock? taken))
            return;
        using (taken)
            TreeRemoval.Remove(path);
    });

    private SnapshotUse? Read(string name, Func<JobId, bool> isNeeded)
    {
        var place = new SnapshotPlace(state, name);
        try
        {
            bool isUsed = Directory.EnumerateFiles(place.Users).Any(user => JobId.TryParse(Path.GetFileName(user), out JobId job) && isNeeded(job));
            return isUsed ? null : new SnapshotUse(name, place.Directory, SnapshotFacts.Read(place.Facts)?.Bytes ?? 0, new DateTimeOffset(File.GetLastWriteTimeUtc(place.Used), TimeSpan.Zero));
        }
        catch (IOException)
        {
            // It went away meanwhile.
            return null;
        }
    }
}
