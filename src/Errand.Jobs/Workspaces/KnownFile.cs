using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>An entry of the tree that a workspace began with.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Stamp">The file's status at that time; default = there was no file on disk, as for a submodule.</param>
internal readonly record struct KnownFile(TreeEntry Entry, FileStamp Stamp)
{
    /// <summary>Whether the entry had no file on disk from the start, so that a missing file is no deletion.</summary>
    public bool IsVirtual => Stamp == default;
}
