using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Reviews;

/// <summary>
/// Names, kinds, sizes and change times of all that is in a directory, as one value: who changed anything in between has changed it, since no program can set a
/// change time. What cannot be read counts by its name and the reason.
/// </summary>
internal static class WorkspaceStamp
{
    public static string Of(string directory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, () => OpenDirectory.OpenRoot(directory), depth: 0);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, Func<OpenDirectory> open, int depth)
    {
        try
        {
            using OpenDirectory directory = open();
            Add(hash, directory, depth);
        }
        catch (FileFault fault)
        {
            hash.AppendData(Encoding.Unicode.GetBytes($"{depth} fault {fault.Error}\0"));
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
            Add(hash, () => directory.OpenChild(item.Name), depth + 1);
        }
    }
}
