using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>
/// Writes another owner into the status that a git index keeps of its files: a sandbox shows root's files as an ordinary user's, and git would read all of
/// them again to find out that only their owner differs.
/// </summary>
internal static class IndexOwner
{
    private const int Header = 12;
    private const int OwnerPosition = 28;
    private const int StatusLength = 40;
    private const int ExtendedFlag = 0x4000;

    /// <summary>Changes an index of version 2 or 3 in place (gitformat-index); false = it is of another form, and as it was.</summary>
    public static bool TryChange(Span<byte> content, ObjectFormat format, uint user, uint group)
    {
        int idLength = format.Length();
        if (!content.StartsWith("DIRC"u8) || BinaryPrimitives.ReadInt32BigEndian(content[4..]) is not (2 or 3))
            return false;

        int count = BinaryPrimitives.ReadInt32BigEndian(content[8..]);
        int position = Header;
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = content[position..];
            BinaryPrimitives.WriteUInt32BigEndian(entry[OwnerPosition..], user);
            BinaryPrimitives.WriteUInt32BigEndian(entry[(OwnerPosition + 4)..], group);
            bool isExtended = (BinaryPrimitives.ReadUInt16BigEndian(entry[(StatusLength + idLength)..]) & ExtendedFlag) != 0;
            int name = StatusLength + idLength + (isExtended ? 4 : 2);
            // 1 to 8 NULs fill up to a multiple of eight bytes.
            position += (name + entry[name..].IndexOf((byte)0) + 8) & ~7;
        }

        Seal(content, format, idLength);
        return true;
    }

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is git's object format, not our choice.")]
    private static void Seal(Span<byte> content, ObjectFormat format, int length)
    {
        using var hash = IncrementalHash.CreateHash(format == ObjectFormat.Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        hash.AppendData(content[..^length]);
        hash.GetHashAndReset(content[^length..]);
    }
}
