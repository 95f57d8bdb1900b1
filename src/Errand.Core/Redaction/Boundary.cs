namespace Errand.Core.Redaction;

/// <summary>Whether a word begins at a position, also where what stands before it is written by escapes that end in letters or digits.</summary>
internal static class Boundary
{
    private static readonly ByteSet ColorParameters = new("0123456789;"u8.ToArray());

    public static bool IsBefore(ReadOnlySpan<byte> text, int at)
    {
        if (at == 0 || !ByteSet.Word.Contains(text[at - 1]))
            return true;

        ReadOnlySpan<byte> before = text[Math.Max(0, at - 24)..at];
        return before switch
        {
            // \n in a string, %3D in a URL, \u0022 in JSON, a color of a terminal.
            [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f'] => true,
            [.., (byte)'%', var high, var low] => IsHex(high) && IsHex(low),
            [.., (byte)'\\', (byte)'u', var a, var b, var c, var d] => IsHex(a) && IsHex(b) && IsHex(c) && IsHex(d),
            [.., (byte)'m'] => IsColor(before[..^1]),
            _ => false,
        };
    }

    private static bool IsColor(ReadOnlySpan<byte> before)
    {
        ReadOnlySpan<byte> rest = before[..^ColorParameters.RunAtEndOf(before)];
        return rest.EndsWith("\e["u8) || rest.EndsWith("\\u001b["u8) || rest.EndsWith("\\x1b["u8) || rest.EndsWith("\\e["u8) || rest.EndsWith("\\u001B["u8);
    }

    private static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);
}
