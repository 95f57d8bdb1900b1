using Errand.Jobs.Git;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>Reads files through an open directory.</summary>
internal static class FileContent
{
    /// <summary>The whole content; null when it is longer than the limit.</summary>
    /// <exception cref="FileFault">The file is missing, no regular file, or may not be read.</exception>
    public static byte[]? Read(OpenDirectory directory, string name, long limit)
    {
        using SafeFileHandle file = directory.OpenFile(name);
        return Read(file, limit);
    }

    /// <summary>The whole content of a file by its path; null when it is no regular file, is longer than the limit or cannot be read.</summary>
    public static byte[]? TryRead(string path, long limit)
    {
        try
        {
            using OpenDirectory directory = OpenDirectory.Open(Path.GetDirectoryName(path)!);
            return Read(directory, Path.GetFileName(path), limit);
        }
        catch (FileFault)
        {
            return null;
        }
    }

    public static byte[]? Read(SafeFileHandle file, long limit)
    {
        byte[] content = new byte[Math.Min(RandomAccess.GetLength(file), limit) + 1];
        int length = 0;
        for (int read; (read = RandomAccess.Read(file, content.AsSpan(length), length)) > 0;)
        {
            length += read;
            if (length > limit)
                return null;
            if (length == content.Length)
                Array.Resize(ref content, (int)Math.Min(content.Length * 2L, Math.Min(limit + 1, Array.MaxLength)));
        }

        Array.Resize(ref content, length);
        return content;
    }

    /// <summary>Names a file's content without keeping it; null when it changed meanwhile.</summary>
    public static string? Hash(OpenDirectory directory, string name, ObjectFormat format)
    {
        using SafeFileHandle file = directory.OpenFile(name);
        return BlobHasher.Hash(file, RandomAccess.GetLength(file), format);
    }
}
