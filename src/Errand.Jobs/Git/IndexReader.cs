using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Errand.Jobs.Git;

/// <summary>Reads a git index.</summary>
internal static class IndexReader
{
    private const int BufferLength = 64 << 10;
    private const int NumbersLength = 12;

    /// <summary>The entries; null when the content is no complete index of a known form, such as a split one.</summary>
    public static IReadOnlyList<IndexEntry>? TryRead(ReadOnlySpan<byte> content, ObjectFormat format)
    {
        if (!IndexCursor.TryOpen(content, format, out IndexCursor cursor))
            return null;

        var entries = new List<IndexEntry>(cursor.Count);
        while (cursor.MoveNext())
            entries.Add(new IndexEntry(GitPath.Decode(cursor.Path), cursor.Mode, Convert.ToHexStringLower(cursor.Id), cursor.Flags, cursor.Stamp));
        return cursor.IsComplete ? entries : null;
    }

    /// <summary>A digest of what is staged, whatever the files' times and however the index is written; null = as in <see cref="TryRead"/>.</summary>
    public static string? TryDigest(ReadOnlySpan<byte> content, ObjectFormat format)
    {
        if (!IndexCursor.TryOpen(content, format, out IndexCursor cursor))
            return null;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferLength];
        int filled = 0;
        while (cursor.MoveNext())
        {
            int length = NumbersLength + cursor.Id.Length + cursor.Path.Length;
            if (filled + length > buffer.Length)
            {
                hash.AppendData(buffer, 0, filled);
                filled = 0;
                if (length > buffer.Length)
                    buffer = new byte[2 * length];
            }

            Span<byte> target = buffer.AsSpan(filled, length);
            BinaryPrimitives.WriteInt32LittleEndian(target, cursor.Mode);
            BinaryPrimitives.WriteInt32LittleEndian(target[4..], cursor.Flags);
            BinaryPrimitives.WriteInt32LittleEndian(target[8..], cursor.Path.Length);
            cursor.Id.CopyTo(target[NumbersLength..]);
            cursor.Path.CopyTo(target[(NumbersLength + cursor.Id.Length)..]);
            filled += length;
        }

        hash.AppendData(buffer, 0, filled);
        return cursor.IsComplete ? Convert.ToHexStringLower(hash.GetHashAndReset()) : null;
    }
}
