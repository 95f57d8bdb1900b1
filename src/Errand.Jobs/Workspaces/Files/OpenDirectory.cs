using System.Buffers;
using System.Runtime.InteropServices;
using Errand.Jobs.Git;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>
/// A directory held by its descriptor. All names are relative to it and no link is ever followed, so whatever a worker puts in place of a
/// directory cannot lead a read or a removal astray.
/// </summary>
internal sealed class OpenDirectory : IDisposable
{
    private const int BufferLength = 64 << 10;
    private const int LongestLink = 4096;
    private const int CurrentDirectory = -100;

    /// <summary>What a worker sets by that name in the overlay is stored under another one.</summary>
    private static readonly byte[] OpaqueAttribute = FileName.Bytes("user.overlay.opaque");

    private readonly SafeFileHandle handle;

    private OpenDirectory(SafeFileHandle handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    /// <summary>The path that it was opened by, for messages.</summary>
    public string Path { get; }

    /// <summary>Opens a directory by its absolute path; links on the way to it are followed.</summary>
    /// <exception cref="FileFault">It is missing, no directory, or may not be opened.</exception>
    public static OpenDirectory Open(string path) => new(OpenNative(CurrentDirectory, path, Posix.DirectoryOnly, path), path);

    /// <summary>Opens the root of a tree that a worker could have replaced: a link in its place is refused.</summary>
    /// <exception cref="FileFault">It is missing, a link, or may not be opened.</exception>
    public static OpenDirectory OpenRoot(string path) => new(OpenNative(CurrentDirectory, path, Posix.DirectoryOnly | Posix.NoFollow, path), path);

    /// <summary>The same directory once more, to be disposed by itself.</summary>
    public OpenDirectory Reopen() => new(OpenNative(Descriptor, ".", Posix.DirectoryOnly, Path), Path);

    /// <summary>Opens a directory in this one.</summary>
    /// <exception cref="FileFault">It is missing, no directory (a link to one is none), or may not be opened.</exception>
    public OpenDirectory OpenChild(string name)
    {
        string path = Child(name);
        return new OpenDirectory(OpenNative(Descriptor, name, Posix.DirectoryOnly | Posix.NoFollow, path), path);
    }

    /// <summary>Opens the directory of a path below this one; the caller disposes it. The last name of the path comes back beside it.</summary>
    /// <exception cref="FileFault">One of the directories is missing or is a link.</exception>
    public OpenDirectory OpenParent(string path, out string name)
    {
        string[] names = path.Split('/');
        name = names[^1];
        return Descend(names[..^1], makes: false);
    }

    /// <summary>Opens a directory of a path below this one, and makes those that are missing on the way; the caller disposes it.</summary>
    /// <param name="path">The path; empty = this directory.</param>
    /// <exception cref="FileFault">Something else is in the way.</exception>
    public OpenDirectory OpenMade(string path) => Descend(path.Split('/', StringSplitOptions.RemoveEmptyEntries), makes: true);

    /// <summary>The status of an entry of a path below this directory; null = there is none, or a link is on the way.</summary>
    public FileStatus? Find(string path)
    {
        try
        {
            using OpenDirectory parent = OpenParent(path, out string name);
            return parent.Status(name);
        }
        catch (FileFault)
        {
            return null;
        }
    }

    /// <summary>Opens a regular file for reading. Something else that took its place is not waited for.</summary>
    /// <exception cref="FileFault">It is missing, no regular file, or may not be read.</exception>
    public SafeFileHandle OpenFile(string name)
    {
        SafeFileHandle file = OpenNative(Descriptor, name, Posix.NoFollow | Posix.NonBlocking | Posix.NoTerminal, Child(name));
        if (FileStatus.Of(file, Child(name)).IsFile)
            return file;

        file.Dispose();
        throw new FileFault(Child(name), "read", Posix.Invalid);
    }

    /// <summary>The status of an entry; null = there is none.</summary>
    public unsafe FileStatus? Status(string name)
    {
        fixed (byte* bytes = FileName.Bytes(name))
            return FileStatus.Of(Descriptor, bytes, this);
    }

    /// <summary>All entries but <c>.</c> and <c>..</c>, ordered by name. One that disappears meanwhile is left out.</summary>
    public unsafe List<DirectoryItem> Read()
    {
        var items = new List<DirectoryItem>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        _ = Posix.Seek(handle, 0, 0);
        fixed (byte* start = buffer)
        {
            nint length;
            while ((length = Posix.ReadDirectory(handle, start, BufferLength)) > 0)
            {
                // linux_dirent64: inode 8, offset 8, record length 2, type 1, name.
                for (byte* record = start; record < start + length; record += *(ushort*)(record + 16))
                    Add(items, record + 19);
            }

            if (length < 0)
                throw FileFault.Last(Path, "listed");
        }

        ArrayPool<byte>.Shared.Return(buffer);
        items.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return items;
    }

    /// <summary>Whether a directory of an overlay's upper layer, mounted with <c>userxattr</c>, hides all that is below it.</summary>
    public bool IsOpaque()
    {
        byte[] value = new byte[1];
        return Posix.Attribute(handle, OpaqueAttribute, value, value.Length) == 1 && value[0] == (byte)'y';
    }

    /// <summary>Makes the directory, which is to be part of an overlay's layer, hide all that is below it; false where the file system has no attributes.</summary>
    public bool TryMakeOpaque() => Posix.SetAttribute(handle, OpaqueAttribute, [(byte)'y'], 1, 0) == 0;

    /// <summary>Marks a name of an overlay's layer as gone from what is below it; nothing may be there.</summary>
    public void MakeWhiteout(string name)
    {
        const uint characterDevice = 0x2000;
        if (Posix.MakeNode(handle, FileName.Bytes(name), characterDevice, 0) != 0)
            throw FileFault.Last(Child(name), "marked as gone");
    }

    /// <summary>The names that somebody wants, in no order, as fast as the kernel lists them: nothing is asked about an entry but its kind.</summary>
    /// <param name="isWanted">Told of the name's bytes, and whether it is a directory itself and no link to one.</param>
    public unsafe List<(string Name, bool IsDirectory)> ReadWanted(NameFilter isWanted)
    {
        const byte unknown = 0;
        const byte directory = 4;
        var names = new List<(string, bool)>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        _ = Posix.Seek(handle, 0, 0);
        fixed (byte* start = buffer)
        {
            nint length;
            while ((length = Posix.ReadDirectory(handle, start, BufferLength)) > 0)
            {
                for (byte* record = start; record < start + length; record += *(ushort*)(record + 16))
                {
                    ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(record + 19);
                    bool isDirectory = record[18] == directory || record[18] == unknown && FileStatus.Of(Descriptor, record + 19, this) is { IsDirectory: true };
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && isWanted(name, isDirectory))
                        names.Add((GitPath.Decode(name), isDirectory));
                }
            }

            if (length < 0)
                throw FileFault.Last(Path, "listed");
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return names;
    }

    /// <summary>Where a link leads, as its bytes.</summary>
    public byte[] ReadLink(string name)
    {
        byte[] target = new byte[LongestLink];
        nint length = Posix.ReadLink(handle, FileName.Bytes(name), target, target.Length);
        return length >= 0 ? target[..(int)length] : throw FileFault.Last(Child(name), "read");
    }

    /// <summary>Removes a file, link or empty directory; one that is not there is no fault.</summary>
    public void Remove(string name, bool isDirectory)
    {
        if (Posix.Unlink(handle, FileName.Bytes(name), isDirectory ? Posix.RemoveDirectory : 0) != 0 && Marshal.GetLastPInvokeError() != Posix.NotFound)
            throw FileFault.Last(Child(name), "removed");
    }

    /// <summary>Moves an entry to another directory of the same file system, in place of what is there.</summary>
    public void Move(string name, OpenDirectory to, string newName)
    {
        if (Posix.Rename(handle, FileName.Bytes(name), to.handle, FileName.Bytes(newName)) != 0)
            throw FileFault.Last(to.Child(newName), "put in place");
    }

    /// <summary>Gives an entry a second name in another directory; false where the file systems do not allow it.</summary>
    public bool TryHardLink(string name, OpenDirectory to, string newName) =>
        Posix.HardLink(handle, FileName.Bytes(name), to.handle, FileName.Bytes(newName), 0) == 0;

    /// <summary>Makes a directory with the permissions that the user's umask gives.</summary>
    public void MakeDirectory(string name)
    {
        const uint everybody = 0x1FF;
        if (Posix.MakeDirectory(handle, FileName.Bytes(name), everybody) != 0)
            throw FileFault.Last(Child(name), "made");
    }

    /// <summary>Makes a link; the name must be free.</summary>
    public void MakeLink(byte[] target, string name)
    {
        if (Posix.MakeLink([.. target, 0], handle, FileName.Bytes(name)) != 0)
            throw FileFault.Last(Child(name), "made");
    }

    /// <summary>Creates a file that must not exist yet, open for writing.</summary>
    public SafeFileHandle CreateFile(string name, uint mode)
    {
        const int writeCreateExclusive = 0x1 | 0x40 | 0x80;
        return OpenNative(Descriptor, name, writeCreateExclusive | Posix.NoFollow, Child(name), mode);
    }

    /// <summary>Opens a file for reading and writing, made with mode 0600 if need be.</summary>
    public SafeFileHandle OpenOrCreateFile(string name)
    {
        const int readWriteCreate = 0x2 | 0x40;
        const uint ownerOnly = 0x180;
        return OpenNative(Descriptor, name, readWriteCreate | Posix.NoFollow, Child(name), ownerOnly);
    }

    /// <summary>Gives the owner every right on a directory in this one, so that what is in it can be removed.</summary>
    public void Unlock(string name)
    {
        const uint ownerOnly = 0x1C0;
        if (Posix.ChangeMode(handle, FileName.Bytes(name), ownerOnly, 0) != 0)
            throw FileFault.Last(Child(name), "unlocked");
    }

    /// <summary>Takes an exclusive lock on the directory itself, which ends with this object; false = somebody else has it.</summary>
    public bool TryLock() => Posix.Lock(handle, Posix.LockExclusiveWithoutWaiting) == 0;

    /// <summary>Takes a lock on the directory itself that others may share, which ends with this object; false = somebody has it alone.</summary>
    public bool TryShare() => Posix.Lock(handle, Posix.LockSharedWithoutWaiting) == 0;

    /// <summary>Whether a path leads to this very directory.</summary>
    public unsafe bool IsAt(string path)
    {
        fixed (byte* bytes = FileName.Bytes(path))
            return FileStatus.Of(CurrentDirectory, bytes, this) is { } there && there.Inode == FileStatus.Of(handle, Path).Inode;
    }

    /// <summary>Whether following a path from here leads out of this directory, as the kernel sees it.</summary>
    public bool LeadsOut(string path) => Posix.LeadsOut(handle, path);

    public void Dispose() => handle.Dispose();

    private int Descriptor => (int)handle.DangerousGetHandle();

    /// <summary>The path of an entry, for messages.</summary>
    public string Child(string name) => System.IO.Path.Join(Path, name);

    private unsafe void Add(List<DirectoryItem> items, byte* name)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8))
            return;

        if (FileStatus.Of(Descriptor, name, this) is { } status)
            items.Add(new DirectoryItem(GitPath.Decode(bytes), status));
    }

    private OpenDirectory Descend(IEnumerable<string> names, bool makes)
    {
        OpenDirectory current = Reopen();
        try
        {
            foreach (string name in names)
            {
                if (makes && current.Status(name) is null)
                    current.MakeDirectory(name);
                OpenDirectory child = current.OpenChild(name);
                current.Dispose();
                current = child;
            }

            return current;
        }
        catch
        {
            current.Dispose();
            throw;
        }
    }

    private static SafeFileHandle OpenNative(int directory, string name, int flags, string shown, uint mode = 0)
    {
        int descriptor = Posix.Open(directory, FileName.Bytes(name), flags | Posix.CloseOnExec, mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw FileFault.Last(shown, "opened");
    }
}
