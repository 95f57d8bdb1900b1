using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>Copies what no worker could write: files with their modes and times, and links as they are.</summary>
internal static class TreeCopy
{
    private const int BufferLength = 64 << 10;
    private const int Permissions = 0x1FF;

    /// <param name="from">What is copied.</param>
    /// <param name="to">An empty directory.</param>
    /// <exception cref="FileFault">Something cannot be read or written.</exception>
    public static void Copy(MergedDirectory from, OpenDirectory to)
    {
        foreach ((DirectoryItem item, OpenDirectory holder) in from.Read())
        {
            if (item.Status.IsDirectory)
            {
                to.MakeDirectory(item.Name);
                using MergedDirectory source = from.TryEnter(item.Name)!;
                using OpenDirectory target = to.OpenChild(item.Name);
                Copy(source, target);
            }
            else if (item.Status.IsLink)
            {
                to.MakeLink(holder.ReadLink(item.Name), item.Name);
            }
            else if (item.Status.IsFile)
            {
                CopyFile(holder, to, item);
            }
        }
    }

    /// <summary>Copies a file, which must not be there yet.</summary>
    public static void CopyFile(OpenDirectory from, OpenDirectory to, DirectoryItem item)
    {
        using SafeFileHandle source = from.OpenFile(item.Name);
        using SafeFileHandle target = to.CreateFile(item.Name, (uint)(item.Status.Mode & Permissions));
        byte[] buffer = new byte[Math.Clamp(item.Status.Size, 1, BufferLength)];
        long position = 0;
        for (int read; (read = RandomAccess.Read(source, buffer, position)) > 0; position += read)
            RandomAccess.Write(target, buffer.AsSpan(0, read), position);
        File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(source));
    }
}
