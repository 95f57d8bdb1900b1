using System.Runtime.InteropServices;
using Errand.Jobs.Git;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>What the kernel knows of a file, without following a link.</summary>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Inode">The file's number in its file system.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Seconds">Change time, seconds.</param>
/// <param name="Nanoseconds">Change time, nanoseconds.</param>
internal readonly record struct FileStatus(int Mode, ulong Inode, long Size, long Seconds, uint Nanoseconds)
{
    private const int TypeMask = 0xF000;
    private const int OwnerExecute = 0x40;
    private const int SetIdentity = 0xC00;

    private const uint BasicMask = 0x7FF;
    private const int ResultLength = 256;

    /// <summary>How many names the file has.</summary>
    public uint Links { get; init; }

    /// <summary>The device that a device file stands for; 0 also for everything else.</summary>
    public ulong Device { get; init; }

    /// <summary>How an overlay's upper layer says that something below is gone: a character device 0/0, which every user may make.</summary>
    public bool IsWhiteout => (Mode & TypeMask) == 0x2000 && Device == 0;

    /// <summary>Whether it is a file that runs with its owner's or its group's rights.</summary>
    public bool SetsIdentity => IsFile && (Mode & SetIdentity) != 0;

    public bool IsFile => (Mode & TypeMask) == 0x8000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;

    /// <summary>The mode that git gives it; 0 for what git cannot hold.</summary>
    public int GitMode => IsLink ? FileModes.Link
        : !IsFile ? 0
        : (Mode & OwnerExecute) != 0 ? FileModes.Executable
        : FileModes.Regular;

    public FileStamp Stamp => new((uint)Seconds, Nanoseconds, (uint)Inode, (uint)Size);

    /// <summary>What it is, for people.</summary>
    public string Kind => (Mode & TypeMask) switch
    {
        0x1000 => "a named pipe",
        0x2000 => "a character device",
        0x4000 => "a directory",
        0x6000 => "a block device",
        0x8000 => "a file",
        0xA000 => "a symbolic link",
        0xC000 => "a socket",
        _ => "an unknown kind of entry",
    };

    /// <summary>Asks the kernel by a NUL-ended name in an open directory; null = there is no such entry.</summary>
    /// <exception cref="FileFault">The kernel does not tell.</exception>
    public static unsafe FileStatus? Of(int descriptor, byte* name, OpenDirectory directory)
    {
        byte* result = stackalloc byte[ResultLength];
        if (Posix.Status(descriptor, name, Posix.NoFollowStatus, BasicMask, result) == 0)
            return Parse(result);

        if (Marshal.GetLastPInvokeError() is Posix.NotFound or Posix.NotADirectory)
            return null;

        string shown = GitPath.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name));
        throw FileFault.Last(directory.Child(shown), "examined");
    }

    /// <summary>The status of an open file.</summary>
    public static unsafe FileStatus Of(SafeFileHandle file, string shown)
    {
        byte* result = stackalloc byte[ResultLength];
        byte empty = 0;
        return Posix.Status((int)file.DangerousGetHandle(), &empty, Posix.EmptyPath, BasicMask, result) == 0
            ? Parse(result)
            : throw FileFault.Last(shown, "examined");
    }

    /// <summary>The places of stx_mode, stx_ino, stx_size, stx_ctime, stx_nlink and stx_rdev, which are the same on all processors.</summary>
    private static unsafe FileStatus Parse(byte* result) =>
        new(*(ushort*)(result + 28), *(ulong*)(result + 32), *(long*)(result + 40), *(long*)(result + 96), *(uint*)(result + 104))
        {
            Links = *(uint*)(result + 16),
            Device = *(ulong*)(result + 128),
        };
}
