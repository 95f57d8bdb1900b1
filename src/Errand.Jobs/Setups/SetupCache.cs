using Errand.Jobs.Git;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Setups;

/// <summary>
/// Keeps what setups gave, so that the second job does not pay for it. An entry appears by one rename and is never changed; whoever uses it holds a shared lock on it; a draft that was left behind goes when the next entry is made.
/// </summary>
internal sealed class SetupCache(StateDirectory state, TimeProvider clock)
{
    /// <summary>Most entries that are kept; the longest unused go first.</summary>
    private const int Most = 8;

    private const string List = "paths";

    /// <summary>Tools change without a sign: an older entry is made anew.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>An entry that was used lately is likely to be used again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromDays(1);

    private string Root => Path.Combine(state.Cache, "setup");

    /// <summary>Held by whoever makes an entry.</summary>
    public string LockOf(string key) => Path.Combine(Root, key + ".lock");

    /// <summary>A directory to make an entry in, which nobody else has.</summary>
    public string NewDraft(string key) => Path.Combine(Root, $"{key}-{Guid.NewGuid():N}.new");

    public void Ensure() => FileFaults.Guard(Root, () => Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

    /// <summary>An entry, held; null = there is none that is young enough.</summary>
    public SetupOutputs? Find(string key) => !Directory.Exists(Root) ? null : new DirectoryInfo(Root).GetDirectories(key + "-*")
        .Where(directory => directory.Extension.Length == 0 && !IsOld(directory))
        .Select(directory => TryHold(key, directory.FullName))
        .FirstOrDefault(found => found is not null);

    /// <summary>Makes an entry of what lies in a tree of the draft.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="draft">The draft.</param>
    /// <param name="tree">The tree; what belongs to the entry is moved out of it.</param>
    /// <param name="paths">What belongs to it.</param>
    /// <exception cref="FileFault">The disk does not take it.</exception>
    public SetupOutputs Keep(string key, string draft, string tree, IReadOnlyList<string> paths)
    {
        using (OpenDirectory from = OpenDirectory.OpenRoot(tree))
        using (OpenDirectory to = OpenDirectory.OpenRoot(draft))
        {
            for (int index = 0; index < paths.Count; index++)
            {
                using OpenDirectory parent = from.OpenParent(paths[index], out string name);
                parent.Move(name, to, $"{index}");
            }
        }

        TreeRemoval.Remove(tree);
        File.WriteAllBytes(Path.Combine(draft, List), [.. paths.SelectMany(path => GitPath.Encode(path).Append((byte)0))]);
        // One that is too old may be in use: it goes when nobody holds it.
        string directory = Path.Combine(Root, Path.GetFileNameWithoutExtension(draft));
        Directory.Move(draft, directory);
        SetupOutputs kept = TryHold(key, directory) ?? throw new IOException($"'{directory}' was removed by another process");
        Evict();
        return kept;
    }

    private bool IsOld(DirectoryInfo directory) => clock.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(directory.FullName, List)) > Longest;

    private SetupOutputs? TryHold(string key, string directory)
    {
        OpenDirectory? held = null;
        try
        {
            held = OpenDirectory.OpenRoot(directory);
            // Between opening and locking it may have been taken away.
            if (!held.TryShare() || !held.IsAt(directory))
                return null;

            SetupOutputs found = Entry(key, directory, TreeListing.Records(File.ReadAllBytes(Path.Combine(directory, List))).Select(record => GitPath.Decode(record.Span)));
            Directory.SetLastAccessTimeUtc(directory, clock.GetUtcNow().UtcDateTime);
            found = found with { Held = held };
            held = null;
            return found;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>Each item lies under its place in the list.</summary>
    private static SetupOutputs Entry(string key, string directory, IEnumerable<string> paths) =>
        new(key, [.. paths.Select((path, index) => (path, Path.Combine(directory, $"{index}")))]);

    private void Evict()
    {
        foreach (DirectoryInfo draft in new DirectoryInfo(Root).GetDirectories("*.new"))
        {
            // Whoever makes an entry of this name holds the lock.
            if (!FileLock.TryTake(LockOf(draft.Name.Split('-', '.')[0]), out FileLock? making))
                continue;
            using (making)
                TreeMaterializer.Remove(draft.FullName);
        }

        DirectoryInfo[] entries = [.. new DirectoryInfo(Root).GetDirectories().Where(directory => directory.Extension.Length == 0)];
        IEnumerable<DirectoryInfo> unused = entries.Where(directory => clock.GetUtcNow() - directory.LastAccessTimeUtc > Settled).OrderByDescending(directory => directory.LastAccessTimeUtc).Skip(Most);
        foreach (DirectoryInfo directory in entries.Where(IsOld).Union(unused))
            RemoveUnheld(directory.FullName);
    }

    private static void RemoveUnheld(string directory)
    {
        try
        {
            using OpenDirectory entry = OpenDirectory.OpenRoot(directory);
            if (entry.TryLock())
                TreeRemoval.Remove(directory);
        }
        catch (FileFault fault) when (fault.Error == Posix.NotFound)
        {
            // Another process was faster.
        }
    }
}
