using Errand.Jobs.Store;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>Where a snapshot is, or the half of one.</summary>
internal sealed class SnapshotPlace
{
    /// <summary>What the names of those begin with that are being made or removed.</summary>
    public const string HalfPrefix = ".half-";

    private readonly StateDirectory state;
    private readonly string name;

    public SnapshotPlace(StateDirectory state, string name)
        : this(state, name, name)
    {
    }

    private SnapshotPlace(StateDirectory state, string name, string directoryName)
    {
        this.state = state;
        this.name = name;
        Directory = Path.Combine(state.Snapshots, directoryName);
    }

    public string Directory { get; }

    /// <summary>Held while it is made or removed; many share one, so that their files do not pile up.</summary>
    public string Lock => Path.Combine(state.Locks, $"snapshot-{name[..2]}");

    public string Tree => Path.Combine(Directory, "tree");

    public string Index => Path.Combine(Directory, "index");

    public string Facts => Path.Combine(Directory, "facts.json");

    /// <summary>Its time of change is that of the last use.</summary>
    public string Used => Path.Combine(Directory, "used");

    /// <summary>A file for each job whose workspace needs it.</summary>
    public string Users => Path.Combine(Directory, "users");

    /// <summary>Whether everything is there that one consists of; not what is in it.</summary>
    public bool HasAllParts => System.IO.Directory.Exists(Tree) && System.IO.Directory.Exists(Users) && File.Exists(Index) && File.Exists(Facts) && File.Exists(Used);

    public SnapshotPlace Half => new(state, name, HalfPrefix + name);

    /// <summary>Removes it, unless somebody holds it. The caller has the lock.</summary>
    /// <returns>Whether it is gone.</returns>
    /// <exception cref="FileFault">Something in it cannot be removed; the rest has no name by which it could be used.</exception>
    public bool TryRemove()
    {
        using (OpenDirectory directory = OpenDirectory.Open(Directory))
        {
            if (!directory.TryLock())
                return false;
            TreeRemoval.Remove(Half.Directory);
            System.IO.Directory.Move(Directory, Half.Directory);
        }

        TreeRemoval.Remove(Half.Directory);
        return true;
    }
}
