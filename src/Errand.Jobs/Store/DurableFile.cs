using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Store;

/// <summary>Files that are there whole or not at all: temp file, fsync, rename, fsync of the directory.</summary>
public static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        Replace(path, content, isSynced: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes a file whole or not at all, whoever is killed and whatever is full, but does not wait for the disk.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Replace(path, content, isSynced: false);

    /// <summary>Writes a file that must not exist yet and syncs it, but not its directory.</summary>
    public static void WriteFirst(string path, ReadOnlySpan<byte> content) => WriteFirst(path, content, isSynced: true);

    private static void WriteFirst(string path, ReadOnlySpan<byte> content, bool isSynced)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(content);
        if (isSynced)
            file.Flush(flushToDisk: true);
    }

    private static void Replace(string path, ReadOnlySpan<byte> content, bool isSynced)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            WriteFirst(temporary, content, isSynced);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Makes the names in a directory durable: a rename is only safe once its directory is.</summary>
    public static void SyncDirectory(string path)
    {
        using SafeFileHandle directory = DirectoryHandle.Open(path);
        DirectoryHandle.Synchronize(directory);
    }
}
