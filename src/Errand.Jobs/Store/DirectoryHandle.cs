using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Store;

/// <summary>Opens a directory as a descriptor, which .NET's own file API refuses.</summary>
internal static partial class DirectoryHandle
{
    private const int OpenCloseOnExec = 0x80000;

    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        int descriptor = OpenNative(Encoding.UTF8.GetBytes(path + '\0'), OpenCloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"'{path}' could not be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public static void Synchronize(SafeFileHandle directory)
    {
        if (SynchronizeNative(directory) != 0)
            throw new IOException($"A directory could not be synced: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int OpenNative(byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SynchronizeNative(SafeFileHandle descriptor);
}
