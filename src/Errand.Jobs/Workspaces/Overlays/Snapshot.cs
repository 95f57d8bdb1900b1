using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>The files of a commit on disk, which nobody changes. They stay as long as this object is held; disposing it lets go of them and removes nothing.</summary>
public sealed class Snapshot : IDisposable
{
    private readonly SnapshotPlace place;
    private readonly OpenDirectory held;

    internal Snapshot(SnapshotPlace place, SnapshotFacts facts, OpenDirectory held)
    {
        this.place = place;
        Facts = facts;
        this.held = held;
    }

    /// <summary>The root of the files, without a git directory.</summary>
    public string Tree => place.Tree;

    /// <summary>Git's index of the files; their status is as a sandbox shows it.</summary>
    public string Index => place.Index;

    internal SnapshotFacts Facts { get; }

    public void Dispose() => held.Dispose();
}
