using System.Buffers.Binary;

namespace Errand.Jobs.Git;

/// <summary>
/// Goes through the entries of a git index, versions 2 to 4 (gitformat-index), without an object for each. Errand reads only indexes that no worker could
/// write: one that git has just made for a new workspace, and the user's own.
/// </summary>
internal ref struct IndexCursor
{
    private const int HeaderLength = 12;
    private const int StatusLength = 40;
    private const int ModeOffset = 24;
    private const int ExtendedFlag = 0x4000;
    private const int NameMask = 0x0FFF;

    private readonly int idLength;
    private readonly int version;
    private ReadOnlySpan<byte> rest;
    private ReadOnlySpan<byte> entry;
    private byte[] path = new byte[256];
    private int pathLength;
    private int left;
    private int next = HeaderLength;

    private IndexCursor(ReadOnlySpan<byte> content, int idLength, int version, int count)
    {
        rest = content;
        this.idLength = idLength;
        this.version = version;
        left = count;
        Count = Math.Min(count, content.Length / StatusLength);
    }

    /// <summary>How many entries there are at most.</summary>
    public int Count { get; }

    /// <summary>Whether <see cref="MoveNext"/> ended because every entry was read and nothing says that there are others in another file.</summary>
    public readonly bool IsComplete => left == 0 && !IsSplit(rest);

    /// <summary>Whether each path stands whole in its entry, so that <see cref="PathAt"/> can read it.</summary>
    public readonly bool HasWholePaths => version < 4;

    /// <summary>Where the entry begins in the content.</summary>
    public int Place { get; private set; }

    /// <summary>The path as git keeps it.</summary>
    public readonly ReadOnlySpan<byte> Path => path.AsSpan(0, pathLength);

    public readonly ReadOnlySpan<byte> Id => entry.Slice(StatusLength, idLength);

    public readonly int Mode => (int)Number(ModeOffset);

    /// <summary>The flags that carry meaning: stage, assume-valid, skip-worktree and intent-to-add, in git's own bits.</summary>
    public int Flags { get; private set; }

    public readonly FileStamp Stamp => new(Number(0), Number(4), Number(20), Number(36));

    /// <returns>Whether the content begins as an index of a known version does.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> content, ObjectFormat format, out IndexCursor cursor)
    {
        cursor = default;
        if (content.Length < HeaderLength + format.Length() || !content.StartsWith("DIRC"u8))
            return false;

        int version = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
        int count = BinaryPrimitives.ReadInt32BigEndian(content[8..]);
        if (version is < 2 or > 4 || count < 0)
            return false;

        cursor = new IndexCursor(content[HeaderLength..^format.Length()], format.Length(), version, count);
        return true;
    }

    /// <summary>The path of the entry at a place of an index that has whole paths.</summary>
    public static ReadOnlySpan<byte> PathAt(ReadOnlySpan<byte> content, int place, ObjectFormat format)
    {
        ReadOnlySpan<byte> entry = content[place..];
        int flags = StatusLength + format.Length();
        bool isExtended = (BinaryPrimitives.ReadUInt16BigEndian(entry[flags..]) & ExtendedFlag) != 0;
        ReadOnlySpan<byte> path = entry[(flags + (isExtended ? 4 : 2))..];
        return path[..path.IndexOf((byte)0)];
    }

    /// <summary>What the entry at a place of an index names.</summary>
    public static (int Mode, string Id) ObjectAt(ReadOnlySpan<byte> content, int place, ObjectFormat format) => (
        (int)BinaryPrimitives.ReadUInt32BigEndian(content[(place + ModeOffset)..]),
        Convert.ToHexStringLower(content.Slice(place + StatusLength, format.Length())));

    /// <returns>Whether there was another entry; false at the end, and where the content is none.</returns>
    public bool MoveNext()
    {
        int position = StatusLength + idLength + 2;
        if (left == 0 || rest.Length < position + 2)
            return false;

        int flags = BinaryPrimitives.ReadUInt16BigEndian(rest[(StatusLength + idLength)..]);
        int extended = 0;
        if ((flags & ExtendedFlag) != 0)
        {
            extended = BinaryPrimitives.ReadUInt16BigEndian(rest[position..]);
            position += 2;
        }

        int kept = 0;
        if (version == 4 && (position = ReadKept(position, out kept)) < 0)
            return false;

        int end = rest[position..].IndexOf((byte)0);
        if (end < 0)
            return false;

        // Versions 2 and 3 fill up with 1 to 8 NULs to a multiple of eight bytes.
        int length = version == 4 ? position + end + 1 : (position + end + 8) & ~7;
        if (length > rest.Length)
            return false;

        SetPath(kept, rest.Slice(position, end));
        Flags = (extended << 16) | (flags & ~NameMask);
        entry = rest[..length];
        rest = rest[length..];
        Place = next;
        next += length;
        left--;
        return true;
    }

    private void SetPath(int kept, ReadOnlySpan<byte> added)
    {
        pathLength = kept + added.Length;
        if (pathLength > path.Length)
            Array.Resize(ref path, 2 * pathLength);
        added.CopyTo(path.AsSpan(kept));
    }

    /// <summary>Version 4: how many bytes of the path before are kept; returns the position after the number, negative when it is not valid.</summary>
    private readonly int ReadKept(int position, out int kept)
    {
        long cut = 0;
        kept = 0;
        for (int i = position; i < rest.Length && cut <= pathLength; i++)
        {
            cut = i == position ? rest[i] & 0x7F : ((cut + 1) << 7) | (rest[i] & 0x7FL);
            if ((rest[i] & 0x80) != 0)
                continue;

            kept = (int)(pathLength - cut);
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

    private readonly uint Number(int offset) => BinaryPrimitives.ReadUInt32BigEndian(entry[offset..]);
}
