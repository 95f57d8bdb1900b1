using System.Buffers.Binary;

namespace Errand.Jobs.Git;

/// <summary>
/// Reads a git index, versions 2 to 4 (gitformat-index). Errand reads only indexes that no worker could write: one that git has just made for a
/// new workspace, and the user's own.
/// </summary>
internal static class IndexReader
{
    private const int HeaderLength = 12;
    private const int StatusLength = 40;
    private const int ExtendedFlag = 0x4000;
    private const int NameMask = 0x0FFF;

    /// <summary>The entries; null when the content is no complete index of a known form, such as a split one.</summary>
    public static IReadOnlyList<IndexEntry>? TryRead(ReadOnlySpan<byte> content, ObjectFormat format)
    {
        if (content.Length < HeaderLength + format.Length() || !content.StartsWith("DIRC"u8))
            return null;

        int version = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
        int count = BinaryPrimitives.ReadInt32BigEndian(content[8..]);
        if (version is < 2 or > 4)
            return null;

        ReadOnlySpan<byte> rest = content[HeaderLength..^format.Length()];
        var entries = new List<IndexEntry>(Math.Min(count, rest.Length / StatusLength));
        byte[] path = [];
        for (int i = 0; i < count; i++)
        {
            if (ReadEntry(rest, format, version, ref path) is not ({ } entry, int length))
                return null;

            entries.Add(entry);
            rest = rest[length..];
        }

        return IsSplit(rest) ? null : entries;
    }

    private static (IndexEntry Entry, int Length)? ReadEntry(ReadOnlySpan<byte> bytes, ObjectFormat format, int version, ref byte[] path)
    {
        int idLength = format.Length();
        int position = StatusLength + idLength + 2;
        if (bytes.Length < position + 2)
            return null;

        int flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[(StatusLength + idLength)..]);
        int extended = 0;
        if ((flags & ExtendedFlag) != 0)
        {
            extended = BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
            position += 2;
        }

        int kept = 0;
        if (version == 4 && (position = ReadKept(bytes, position, path.Length, out kept)) < 0)
            return null;

        int end = bytes[position..].IndexOf((byte)0);
        if (end < 0)
            return null;

        path = [.. path.AsSpan(0, kept), .. bytes.Slice(position, end)];
        position += end;

        // Versions 2 and 3 fill up with 1 to 8 NULs to a multiple of eight bytes.
        int length = version == 4 ? position + 1 : (position + 8) & ~7;
        if (length > bytes.Length)
            return null;

        var stamp = new FileStamp(Number(bytes, 0), Number(bytes, 4), Number(bytes, 20), Number(bytes, 36));
        string id = Convert.ToHexStringLower(bytes.Slice(StatusLength, idLength));
        return (new IndexEntry(GitPath.Decode(path), (int)Number(bytes, 24), id, (extended << 16) | (flags & ~NameMask), stamp), length);
    }

    /// <summary>Version 4: how many bytes of the path before are kept; returns the position after the number, negative when it is not valid.</summary>
    private static int ReadKept(ReadOnlySpan<byte> bytes, int position, int previousLength, out int kept)
    {
        long cut = 0;
        kept = 0;
        for (int i = position; i < bytes.Length && cut <= previousLength; i++)
        {
            cut = i == position ? bytes[i] & 0x7F : ((cut + 1) << 7) | (bytes[i] & 0x7FL);
            if ((bytes[i] & 0x80) != 0)
                continue;

            kept = (int)(previousLength - cut);
            return kept < 0 ? -1 : i + 1;
        }

        return -1;
    }

    /// <summary>Whether the extensions say that most entries are in another file.</summary>
    private static bool IsSplit(ReadOnlySpan<byte> extensions)
    {
        while (extensions.Length >= 8)
        {
            if (extensions.StartsWith("link"u8))
                return true;

            long length = 8L + BinaryPrimitives.ReadUInt32BigEndian(extensions[4..]);
            if (length > extensions.Length)
                return false;
            extensions = extensions[(int)length..];
        }

        return false;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
