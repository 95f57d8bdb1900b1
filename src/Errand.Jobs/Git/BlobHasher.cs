using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Git;

/// <summary>Names content as git does: the hash of <c>blob</c>, its length, a NUL and its bytes.</summary>
internal static class BlobHasher
{
    private const int BufferSize = 128 << 10;

    public static string Hash(ReadOnlySpan<byte> content, ObjectFormat format)
    {
        using IncrementalHash hash = Begin(content.Length, format);
        hash.AppendData(content);
        return End(hash);
    }

    /// <summary>Names a file's content without keeping it; null when it is not exactly <paramref name="length"/> bytes long.</summary>
    public static string? Hash(SafeFileHandle file, long length, ObjectFormat format)
    {
        using IncrementalHash hash = Begin(length, format);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long total = 0;
        for (int read; total <= length && (read = RandomAccess.Read(file, buffer, total)) > 0; total += read)
            hash.AppendData(buffer, 0, read);

        ArrayPool<byte>.Shared.Return(buffer);
        return total == length ? End(hash) : null;
    }

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is git's object format, not our choice.")]
    private static IncrementalHash Begin(long length, ObjectFormat format)
    {
        var hash = IncrementalHash.CreateHash(format == ObjectFormat.Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {length}\0")));
        return hash;
    }

    private static string End(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
}
