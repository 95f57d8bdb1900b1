using System.Buffers.Binary;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Writes into a git index what a sandbox shows of the files: without that git would read all of them again to find out that only their owner, or the
/// number of a copy, differs. Only indexes that no worker could write are changed.
/// </summary>
internal static class IndexStatus
{
    private const int Header = 12;
    private const int ChangeTime = 0;
    private const int Inode = 20;
    private const int Owner = 28;
    private const int StatusLength = 40;
    private const int ExtendedFlag = 0x4000;

    private delegate void Edit(string path, Span<byte> status);

    /// <summary>Gives all files an owner. A file of another form than version 2 or 3 (gitformat-index) stays as it is.</summary>
    public static void SetOwner(string file, ObjectFormat format, uint user, uint group) => Change(file, format, (_, status) =>
    {
        BinaryPrimitives.WriteUInt32BigEndian(status[Owner..], user);
        BinaryPrimitives.WriteUInt32BigEndian(status[(Owner + 4)..], group);
    });

    /// <summary>Notes the files below some directories as copies that keep their times of modification.</summary>
    /// <param name="file">The index.</param>
    /// <param name="format">Its names of objects.</param>
    /// <param name="root">Where the copies are.</param>
    /// <param name="directories">The directories.</param>
    /// <exception cref="FileFault">One of the copies cannot be looked at.</exception>
    public static void SetCopied(string file, ObjectFormat format, string root, IReadOnlyList<string> directories)
    {
        if (directories.Count == 0)
            return;

        using OpenDirectory tree = OpenDirectory.Open(root);
        using var cursor = new DirectoryCursor(tree);
        Change(file, format, (path, status) =>
        {
            if (!directories.Any(directory => path.StartsWith(directory + '/', StringComparison.Ordinal)) || cursor.ParentOf(path, out string name).Status(name) is not { IsDirectory: false } copy)
                return;
            BinaryPrimitives.WriteUInt32BigEndian(status[ChangeTime..], copy.Stamp.Seconds);
            BinaryPrimitives.WriteUInt32BigEndian(status[(ChangeTime + 4)..], copy.Stamp.Nanoseconds);
            BinaryPrimitives.WriteUInt32BigEndian(status[Inode..], copy.Stamp.Inode);
        });
    }

    private static void Change(string file, ObjectFormat format, Edit edit)
    {
        byte[] content = File.ReadAllBytes(file);
        Span<byte> index = content;
        if (!index.StartsWith("DIRC"u8) || BinaryPrimitives.ReadInt32BigEndian(index[4..]) is not (2 or 3))
            return;

        int count = BinaryPrimitives.ReadInt32BigEndian(index[8..]);
        int position = Header;
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = index[position..];
            bool isExtended = (BinaryPrimitives.ReadUInt16BigEndian(entry[(StatusLength + format.Length())..]) & ExtendedFlag) != 0;
            int name = StatusLength + format.Length() + (isExtended ? 4 : 2);
            int length = entry[name..].IndexOf((byte)0);
            edit(GitPath.Decode(entry.Slice(name, length)), entry[..StatusLength]);
            // 1 to 8 NULs fill up to a multiple of eight bytes.
            position += (name + length + 8) & ~7;
        }

        IndexSeal.Set(index, format);
        File.WriteAllBytes(file, content);
    }
}
