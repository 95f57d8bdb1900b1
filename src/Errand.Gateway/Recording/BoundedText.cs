using System.Buffers;
using System.Text;

namespace Errand.Gateway.Recording;

/// <summary>The beginning of a text that may be of any length.</summary>
internal sealed class BoundedText
{
    private const int Longest = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> kept = new();
    private long left;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        int room = Math.Min(bytes.Length, Longest - kept.WrittenCount);
        kept.Write(bytes[..room]);
        left += bytes.Length - room;
    }

    public override string ToString() => Encoding.UTF8.GetString(kept.WrittenSpan) + (left == 0 ? "" : $"… and {left:N0} more bytes");
}
