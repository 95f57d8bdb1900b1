using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Reviews;

/// <summary>
/// Names, kinds, sizes and change times of all that is in a directory, as one value: who changed anything in between has changed it, since no program can set a
/// change time.
/// </summary>
internal static class WorkspaceStamp
{
    /// <returns>Null = something in it cannot be read.</returns>
    public static string? Of(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            using OpenDirectory root = OpenDirectory.OpenRoot(directory);
            Add(hash, root, depth: 0);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception fault) when (fault is FileFault or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Add(IncrementalHash hash, OpenDirectory directory, int depth)
    {
        const int deepest = 256;
        Span<byte> numbers = stackalloc byte[40];
        foreach (DirectoryItem item in directory.Read().OrderBy(item => item.Name, StringComparer.Ordinal))
        {
            BinaryPrimitives.WriteInt64LittleEndian(numbers, item.Status.Mode);
            BinaryPrimitives.WriteUInt64LittleEndian(numbers[8..], item.Status.Inode);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], item.Status.IsDirectory ? 0 : item.Status.Size);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], item.Status.Seconds);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], item.Status.Nanoseconds);
            hash.AppendData(Encoding.Unicode.GetBytes($"{depth} {item.Name}\0"));
            hash.AppendData(numbers);
            if (!item.Status.IsDirectory || depth >= deepest)
                continue;
            using OpenDirectory child = directory.OpenChild(item.Name);
            Add(hash, child, depth + 1);
        }
    }
}
