using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>The system calls that .NET's file API does not offer: everything relative to an open directory, by byte names, without following links.</summary>
internal static unsafe partial class Posix
{
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int NoTerminal = 0x100;
    public const int PathOnly = 0x200000;

    public const int NoFollowStatus = 0x100;
    public const int RemoveDirectory = 0x200;
    public const int EmptyPath = 0x1000;

    public const int LockSharedWithoutWaiting = 1 | 4;
    public const int LockExclusiveWithoutWaiting = 2 | 4;

    public const int NotFound = 2;
    public const int OtherDevice = 18;
    public const int NotADirectory = 20;
    public const int Invalid = 22;

    private const long OpenAt2 = 437;

    /// <summary>These two flags have other values on ARM.</summary>
    public static int DirectoryOnly { get; } = IsArm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int Open(int directory, byte[] name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Status(int directory, byte* name, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadDirectory(SafeFileHandle directory, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeFileHandle file, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    public static partial nint ReadLink(SafeFileHandle directory, byte[] name, byte[] buffer, nint length);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int Unlink(SafeFileHandle directory, byte[] name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int Rename(SafeFileHandle fromDirectory, byte[] from, SafeFileHandle toDirectory, byte[] to);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    public static partial int HardLink(SafeFileHandle fromDirectory, byte[] from, SafeFileHandle toDirectory, byte[] to, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeDirectory(SafeFileHandle directory, byte[] name, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    public static partial int MakeLink(byte[] target, SafeFileHandle directory, byte[] name);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    public static partial int ChangeMode(SafeFileHandle directory, byte[] name, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
    public static partial nint Attribute(SafeFileHandle file, byte[] name, byte[] value, nint length);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    public static partial int SetAttribute(SafeFileHandle file, byte[] name, byte[] value, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "mknodat", SetLastError = true)]
    public static partial int MakeNode(SafeFileHandle directory, byte[] name, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    private static partial int Access(byte[] path, int mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenBeneath(nint number, SafeFileHandle directory, byte[] name, ulong* how, nint howLength);

    public static bool IsWritable(string directory) => Access(FileName.Bytes(directory), 2 | 1) == 0;

    public static bool IsExecutable(string file) => Access(FileName.Bytes(file), 1) == 0;

    /// <summary>Whether the kernel itself says that following a path leads out of the directory; false where it cannot tell.</summary>
    public static bool LeadsOut(SafeFileHandle directory, string path)
    {
        const ulong resolveBeneath = 8;
        ulong* how = stackalloc ulong[3] { PathOnly | CloseOnExec, 0, resolveBeneath };
        nint descriptor = OpenBeneath((nint)OpenAt2, directory, FileName.Bytes(path), how, 3 * sizeof(ulong));
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() == OtherDevice;

        new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
        return false;
    }
}
