using System.Text;

namespace Errand.Gateway.Redaction;

/// <summary>
/// Overwrites an upstream's key where the upstream's own bytes repeat it, before anything else reads them: whatever a translation makes of an
/// error frame, it never sees the key. The length stays, so that no frame changes its shape.
/// </summary>
internal sealed class KeyMask
{
    private readonly byte[][] patterns;
    private readonly int longest;

    public KeyMask(string? key)
    {
        patterns = key is null or { Length: < 6 }
            ? []
            : [.. new[] { key, key.Replace("/", "\\/", StringComparison.Ordinal) }.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        longest = patterns.Length == 0 ? 0 : patterns.Max(pattern => pattern.Length);
    }

    /// <summary>Masks what is there, and says how much of it may be handed on: the rest could be the beginning of a key.</summary>
    public int Apply(Span<byte> bytes)
    {
        foreach (byte[] pattern in patterns)
        {
            int start = 0;
            while (bytes[start..].IndexOf(pattern) is >= 0 and var found)
            {
                bytes.Slice(start + found, pattern.Length).Fill((byte)'*');
                start += found + pattern.Length;
            }
        }

        int keep = 0;
        for (int length = Math.Min(longest - 1, bytes.Length); length > 0 && keep == 0; length--)
        {
            ReadOnlySpan<byte> tail = bytes[^length..];
            foreach (byte[] pattern in patterns)
            {
                if (length < pattern.Length && pattern.AsSpan().StartsWith(tail))
                    keep = length;
            }
        }

        return bytes.Length - keep;
    }
}
