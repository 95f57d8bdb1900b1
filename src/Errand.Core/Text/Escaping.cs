using System.Globalization;
using System.Text;

namespace Errand.Core;

/// <summary>
/// Makes text of unknown origin fit to be shown in one line: nothing in it can move the cursor, turn the reading direction, hide,
/// or begin a line of its own.
/// </summary>
public static class Escaping
{
    /// <summary>Names of files hold their undecodable bytes 0x80 to 0xFF as U+DC80 to U+DCFF.</summary>
    private const int UndecodableByte = 0xDC00;

    /// <summary>
    /// Writes control, format, bidirectional, line-separating and invisible characters and lone surrogates as <c>\n</c>, <c>\x1b</c> or
    /// <c>\u202e</c>. The result is one line; for text that is plain it is the text itself.
    /// </summary>
    public static string Escape(string text) => Escape(text, mark: null);

    /// <summary>Puts the escaped text between marks, inside of which the mark and the backslash are escaped as well.</summary>
    public static string Quote(string text, char mark = '"') => $"{mark}{Escape(text, mark)}{mark}";

    /// <summary>
    /// The text quoted as <see cref="Quote(string, char)"/> does, cut to at most <paramref name="limit"/> characters of the original with
    /// <c>…</c> inside the marks where something is missing.
    /// </summary>
    public static string Quote(string text, int limit, char mark = '\'') => Quote(Cut(text, limit), mark);

    /// <summary>The beginning of a text, at most <paramref name="limit"/> characters with the final <c>…</c>, not cut inside a character.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
            return text;

        int end = limit - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]))
            end--;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Whether a text can be shown as it is.</summary>
    public static bool IsPlain(string text)
    {
        for (int index = 0; index < text.Length;)
        {
            if (text[index] is >= ' ' and <= '~')
            {
                index++;
                continue;
            }

            int character = CharacterAt(text, index, out int length);
            if (IsUnsafe(character))
                return false;
            index += length;
        }

        return true;
    }

    private static string Escape(string text, char? mark)
    {
        if (IsPlain(text) && (mark is not { } quote || text.AsSpan().IndexOfAny(quote, '\\') < 0))
            return text;

        var escaped = new StringBuilder(text.Length + 16);
        for (int index = 0; index < text.Length;)
        {
            int character = CharacterAt(text, index, out int length);
            if (IsUnsafe(character))
                AppendEscape(escaped, character);
            else if (mark is not null && (character == mark || character == '\\'))
                escaped.Append('\\').Append((char)character);
            else
                escaped.Append(text, index, length);
            index += length;
        }

        return escaped.ToString();
    }

    private static void AppendEscape(StringBuilder escaped, int character)
    {
        _ = character switch
        {
            '\n' => escaped.Append("\\n"),
            '\r' => escaped.Append("\\r"),
            '\t' => escaped.Append("\\t"),
            < 0x100 => escaped.Append(CultureInfo.InvariantCulture, $"\\x{character:x2}"),
            >= 0xDC80 and <= 0xDCFF => escaped.Append(CultureInfo.InvariantCulture, $"\\x{character - UndecodableByte:x2}"),
            < 0x10000 => escaped.Append(CultureInfo.InvariantCulture, $"\\u{character:x4}"),
            _ => escaped.Append(CultureInfo.InvariantCulture, $"\\U{character:x8}"),
        };
    }

    /// <summary>The code point at an index; a lone surrogate is itself.</summary>
    internal static int CharacterAt(string text, int index, out int length)
    {
        char first = text[index];
        if (char.IsHighSurrogate(first) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(first, text[index + 1]);
        }

        length = 1;
        return first;
    }

    private static bool IsUnsafe(int character) => character switch
    {
        < ' ' => true,
        <= '~' => false,

        // Letters and marks by category, but blank on every screen.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 => true,
        >= 0x180B and <= 0x180F => true,

        // Variation selectors other than the emoji one can carry hidden text.
        (>= 0xFE00 and <= 0xFE0E) or (>= 0xE0100 and <= 0xE01EF) => true,
        _ => CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
