using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>A file or link of the user's tree.</summary>
/// <param name="Entry">Its path, mode and content's name.</param>
/// <param name="Stamp">Its status before it was read.</param>
/// <param name="IsStored">Whether the repository has the content already.</param>
internal readonly record struct InplaceFile(TreeEntry Entry, FileStamp Stamp, bool IsStored)
{
    /// <exception cref="FileFault">It went away, or cannot be read any more.</exception>
    public byte[] Read(DirectoryCursor cursor, long limit)
    {
        OpenDirectory parent = cursor.ParentOf(Entry.Path, out string name);
        return Entry.Mode == FileModes.Link
            ? parent.ReadLink(name)
            : FileContent.Read(parent, name, limit) ?? throw new FileFault(Entry.Path, "read", Posix.Invalid);
    }
}
