using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Errand.Jobs.Git;

/// <summary>The hash at the end of an index, of all that stands before it (gitformat-index).</summary>
internal static class IndexSeal
{
    public static void Set(Span<byte> content, ObjectFormat format) => Hash(content, format, content[^format.Length()..]);

    public static bool IsRight(ReadOnlySpan<byte> content, ObjectFormat format)
    {
        Span<byte> hash = stackalloc byte[format.Length()];
        Hash(content, format, hash);
        return content.EndsWith(hash);
    }

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is git's object format, not our choice.")]
    private static void Hash(ReadOnlySpan<byte> content, ObjectFormat format, Span<byte> hash)
    {
        ReadOnlySpan<byte> sealedPart = content[..^format.Length()];
        if (format == ObjectFormat.Sha1)
            SHA1.HashData(sealedPart, hash);
        else
            SHA256.HashData(sealedPart, hash);
    }
}
