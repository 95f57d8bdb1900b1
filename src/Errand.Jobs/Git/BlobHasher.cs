using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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

    /// <summary>Names a stream's content without keeping it; null when it is not exactly <paramref name="length"/> bytes long.</summary>
    public static string? Hash(Stream content, long length, ObjectFormat format)
    {
        using IncrementalHash hash = Begin(length, format);
        byte[] buffer = new byte[BufferSize];
        long total = 0;
        for (int read; (read = content.Read(buffer)) > 0 && total <= length; total += read)
            hash.AppendData(buffer, 0, read);

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
