using System.Buffers;

namespace Errand.Core.Redaction;

/// <summary>A set of bytes, and how far a run of them reaches.</summary>
internal sealed class ByteSet
{
    private readonly SearchValues<byte> values;

    public ByteSet(IEnumerable<byte> members)
    {
        Members = [.. members.Distinct().Order()];
        values = SearchValues.Create(Members);
    }

    /// <summary>Letters, digits and <c>_</c>.</summary>
    public static ByteSet Word { get; } = new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8.ToArray());

    public byte[] Members { get; }

    public bool Contains(byte value) => values.Contains(value);

    /// <summary>How many bytes at the beginning are members.</summary>
    public int RunOf(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(values) is >= 0 and var end ? end : text.Length;

    /// <summary>How many bytes at the end are members.</summary>
    public int RunAtEndOf(ReadOnlySpan<byte> text) => text.Length - 1 - text.LastIndexOfAnyExcept(values);
}
