using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces.Files;
using Errand.Processes;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Makes the files of a commit once for all jobs that begin with it. One that is there is complete: it is made under another name and renamed. Whoever uses one
/// holds a shared lock on its directory, which ends with the process; jobs that are not decided are named in it, so that it outlives their processes.
/// <code>
/// snapshots/COMMIT/         tree/  index  facts.json  used  users/j7
/// snapshots/.half-COMMIT/   being made or removed, by whoever has run/locks/snapshot-XX
/// </code>
/// </summary>
public sealed class SnapshotStore(GitClient git, StateDirectory state, SnapshotEviction eviction, TimeProvider clock)
{
    /// <summary>As long as the other may take that makes the same one: a huge repository on a slow disk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>How long whoever holds a damaged one is waited for: some are programs that were just being started, and inherited the lock until they ran.</summary>
    private static readonly TimeSpan DamagedPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DamagedPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>Gives a snapshot, making it first if need be.</summary>
    /// <param name="repository">Errand's own git directory of a job, which can read the commit.</param>
    /// <param name="name">A commit or tree by its full name.</param>
    /// <param name="user">The job that needs it until its workspace is gone; null = nobody does beyond the returned object.</param>
    /// <param name="cancellationToken">Ends git; the next that needs the snapshot makes it anew.</param>
    /// <exception cref="ErrandException">The commit cannot be read or the directory cannot be written.</exception>
    public async Task<Snapshot> TakeAsync(JobRepository repository, string name, JobId? user, CancellationToken cancellationToken)
    {
        var place = new SnapshotPlace(state, name);
        for (bool isMade = false; ;)
        {
            if (TryHold(place, repository.Format, user) is { } there)
            {
                if (isMade)
                    eviction.MakeRoom();
                return there;
            }

            FileFaults.Guard(state.Snapshots, () => Directory.CreateDirectory(state.Snapshots, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
            using FileLock making = await FileLock.TakeAsync(place.Lock, Patience, clock, cancellationToken) ?? throw new ErrandException(
                ErrorCatalog.StateBusy,
                $"The snapshot '{place.Directory}' is being made by another process for {Patience.TotalMinutes:0} min. Look what that process waits for, then retry.");
            if (Directory.Exists(place.Directory) && !await TryRemoveBrokenAsync(place, repository.Format, cancellationToken))
                continue;

            await MakeAsync(place, repository, name, user, cancellationToken);
            isMade = true;
        }
    }

    /// <summary>Where a snapshot is, or will be.</summary>
    internal SnapshotPlace PlaceOf(string name) => new(state, name);

    private Snapshot? TryHold(SnapshotPlace place, ObjectFormat format, JobId? user) => !Directory.Exists(place.Directory) ? null : FileFaults.Guard(place.Directory, () =>
    {
        OpenDirectory? directory = OpenDirectory.Open(place.Directory);
        try
        {
            // Between opening and locking it may have been taken away.
            if (!directory.TryShare() || !directory.IsAt(place.Directory) || FactsOf(place, format) is not { } facts)
                return null;

            if (user is { } job)
                File.WriteAllBytes(Path.Combine(place.Users, job.ToString()), []);
            File.SetLastWriteTimeUtc(place.Used, clock.GetUtcNow().UtcDateTime);
            var held = new Snapshot(place, facts, directory);
            directory = null;
            return held;
        }
        finally
        {
            directory?.Dispose();
        }
    });

    /// <summary>
    /// The facts of a snapshot that is whole; null = it is not. Nothing was waited for until it was on the disk, so a machine that lost its power may have
    /// left files that are empty. Within a boot only its parts are looked for, in case somebody cleared old files away.
    /// </summary>
    private static SnapshotFacts? FactsOf(SnapshotPlace place, ObjectFormat format)
    {
        string boot = ProcessIdentity.Current().BootId;
        if (!place.HasAllParts || SnapshotFacts.Read(place.Facts) is not { } facts)
            return null;
        if (facts.BootId == boot)
            return facts;
        if (!IsWhole(place, format))
            return null;

        facts = facts with { BootId = boot };
        facts.Write(place.Facts);
        return facts;
    }

    private static bool IsWhole(SnapshotPlace place, ObjectFormat format)
    {
        if (IndexReader.TryRead(File.ReadAllBytes(place.Index), format) is not { } entries)
            return false;

        try
        {
            using OpenDirectory root = OpenDirectory.Open(place.Tree);
            using var cursor = new DirectoryCursor(root);
            return entries.All(entry => entry.Mode == FileModes.Submodule || cursor.ParentOf(entry.Path, out string name).Status(name)?.Stamp == entry.Stamp);
        }
        catch (FileFault)
        {
            return false;
        }
    }

    /// <summary>Makes room for one that is whole; false = it is whole now.</summary>
    /// <exception cref="ErrandException">It is damaged, and somebody works with it.</exception>
    private async Task<bool> TryRemoveBrokenAsync(SnapshotPlace place, ObjectFormat format, CancellationToken cancellationToken)
    {
        for (long startedAt = clock.GetTimestamp(); clock.GetElapsedTime(startedAt) < DamagedPatience; await Task.Delay(DamagedPoll, clock, cancellationToken))
        {
            if (FileFaults.Guard(place.Directory, () => FactsOf(place, format)) is not null)
                return false;
            if (FileFaults.Guard(place.Directory, place.TryRemove))
                return true;
        }

        throw new ErrandException(
            ErrorCatalog.StateBusy,
            $"The snapshot '{place.Directory}' is damaged, and other jobs are at work on it. Something has removed files there. Wait for those jobs to end, then retry.");
    }

    private async Task MakeAsync(SnapshotPlace place, JobRepository repository, string name, JobId? user, CancellationToken cancellationToken)
    {
        SnapshotPlace half = place.Half;
        FileFaults.Guard(half.Directory, () =>
        {
            TreeRemoval.Remove(half.Directory);
            Directory.CreateDirectory(half.Users);
        });
        await new TreeMaterializer(git).MaterializeAsync(repository, name, half.Tree, half.Index, cancellationToken);
        FileFaults.Guard(half.Directory, () =>
        {
            IReadOnlyList<IndexEntry> entries = IndexReader.TryRead(File.ReadAllBytes(half.Index), repository.Format) ?? throw new IOException("git wrote an index of an unknown form");
            if (Account.Current is { IsMapped: true } account)
                IndexStatus.SetOwner(half.Index, repository.Format, account.User, account.Group);
            SnapshotFacts.Of(entries, half.Tree, ProcessIdentity.Current().BootId).Write(half.Facts);
            File.WriteAllBytes(half.Used, []);
            if (user is { } job)
                File.WriteAllBytes(Path.Combine(half.Users, job.ToString()), []);
            Directory.Move(half.Directory, place.Directory);
        });
    }
}
