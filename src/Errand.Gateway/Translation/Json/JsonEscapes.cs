using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Errand.Gateway.Translation.Json;

/// <summary>The escapes of JSON strings (RFC 8259, section 7), both ways.</summary>
internal static class JsonEscapes
{
    /// <summary>Bytes that <see cref="Write"/> uses at most.</summary>
    public const int LongestEscape = 6;

    /// <summary>Bytes that <see cref="Read"/> writes at most.</summary>
    public const int LongestRune = 4;

    private const int UnicodeEscape = 6;

    /// <summary>What cannot stand in a JSON string as it is.</summary>
    public static SearchValues<byte> MustEscape { get; } = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    public static int Write(byte value, Span<byte> room)
    {
        room[0] = (byte)'\\';
        var letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => (byte)'u',
        };
        room[1] = letter;
        if (letter != 'u')
            return 2;

        Utf8Formatter.TryFormat((int)value, room[2..], out _, new StandardFormat('x', 4));
        return UnicodeEscape;
    }

    /// <summary>Reads one escape at the start of <paramref name="escaped"/> and writes what it means as UTF-8.</summary>
    /// <returns>Bytes written.</returns>
    public static int Read(ReadOnlySpan<byte> escaped, Span<byte> room, out int read)
    {
        if (escaped.Length < 2)
        {
            read = escaped.Length;
            return Rune.ReplacementChar.EncodeToUtf8(room);
        }

        if (escaped[1] == 'u')
            return Unicode(escaped, out read).EncodeToUtf8(room);

        read = 2;
        var plain = escaped[1] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'"' or (byte)'\\' or (byte)'/' => escaped[1],
            _ => (byte)0,
        };
        if (plain == 0)
            return Rune.ReplacementChar.EncodeToUtf8(room);

        room[0] = plain;
        return 1;
    }

    /// <summary>The text of a string's content. Never throws: half a surrogate pair or broken UTF-8 becomes U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> escaped)
    {
        if (!escaped.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(escaped);

        var plain = new JsonSplice();
        plain.Unescaped(escaped);
        var text = Encoding.UTF8.GetString(plain.Written);
        plain.Clear();
        return text;
    }

    private static Rune Unicode(ReadOnlySpan<byte> escaped, out int read)
    {
        if (!TryUnit(escaped, out var unit))
        {
            read = Math.Min(2, escaped.Length);
            return Rune.ReplacementChar;
        }

        read = UnicodeEscape;
        if (Rune.TryCreate(unit, out var single))
            return single;
        if (!TryUnit(escaped[UnicodeEscape..], out var low) || !Rune.TryCreate(unit, low, out var pair))
            return Rune.ReplacementChar;

        read = 2 * UnicodeEscape;
        return pair;
    }

    private static bool TryUnit(ReadOnlySpan<byte> escaped, out char unit)
    {
        unit = default;
        if (escaped.Length < UnicodeEscape || escaped[0] != '\\' || escaped[1] != 'u'
            || !Utf8Parser.TryParse(escaped.Slice(2, 4), out ushort value, out var parsed, 'x') || parsed != 4)
            return false;

        unit = (char)value;
        return true;
    }
}
