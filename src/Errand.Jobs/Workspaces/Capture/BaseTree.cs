using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>The tree that work is compared with, by path.</summary>
internal abstract class BaseTree
{
    /// <summary>All files, links and submodules.</summary>
    public abstract IEnumerable<TreeEntry> Entries { get; }

    public abstract TreeEntry? Find(string path);

    /// <summary>Whether the tree has anything below a directory.</summary>
    public abstract bool HasDirectory(string path);

    /// <summary>What the tree has at a path, or below it; an empty path is the root.</summary>
    public abstract IEnumerable<TreeEntry> AtOrBelow(string path);

    /// <summary>What has a name, in whichever directory.</summary>
    public abstract IEnumerable<TreeEntry> Named(string name);
}
