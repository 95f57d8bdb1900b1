using System.Text;

namespace Errand.Core.Redaction;

/// <summary>
/// Finds the value that is assigned to a name, in the notations in which code, configuration, commands, headers, URLs and data do that, also inside of
/// strings of JSON.
/// </summary>
internal static class Assignment
{
    private const int LongestTail = 40;
    private const int MostFillers = 8;

    private static readonly ByteSet NameCharacters = new([.. ByteSet.Word.Members, (byte)'-', (byte)'.']);
    private static readonly ByteSet Letters = new(ByteSet.Word.Members.Where(value => char.IsAsciiLetter((char)value)));

    private static readonly byte[][] Quotes = Bytes("\"", "'", "`", "\\u0022", "\\u0027", "\\", "%22", "%27", "&quot;", "&#34;", "&#39;");
    private static readonly byte[][] Blanks = Bytes(" ", "\t");
    private static readonly byte[][] Closings = Bytes("]", ")");
    private static readonly byte[][] Openings = Bytes("(", "{", "[");

    private static readonly byte[][] Operators = Bytes(
        ":=", "=>", "->", "==", "=~", "!=", "?=", "??=", "||=", "||", "??", "::", "=", ":", "%3D", "%3d", "%3A", "%3a", "\\u003d", "\\u003D", "\\u003E", "\\u003e", ">", "(");

    private static readonly byte[][] Schemes = Bytes("Bearer ", "Basic ", "Token ", "ApiKey ", "Key ", "Bearer%20", "Basic%20", "SSWS ", "Api-Token ", "GenieKey ");

    /// <summary>Whether a keyword that stands at a position begins a word: <c>ably</c> does in <c>myAbly</c>, not in <c>probably</c>.</summary>
    public static bool IsWordAt(ReadOnlySpan<byte> text, int keyword) => keyword == 0
        || !char.IsAsciiLetter((char)text[keyword - 1])
        || (char.IsAsciiLetterLower((char)text[keyword - 1]) && char.IsAsciiLetterUpper((char)text[keyword]))
        || Boundary.IsBefore(text, keyword);

    /// <summary>Where the whole name begins that a keyword is part of.</summary>
    public static int NameStart(ReadOnlySpan<byte> text, int keyword)
    {
        int from = Math.Max(0, keyword - LongestTail);
        return keyword - NameCharacters.RunAtEndOf(text[from..keyword]);
    }

    /// <summary>Where the name ends that a keyword is part of.</summary>
    public static int NameEnd(ReadOnlySpan<byte> text, int keywordEnd) =>
        keywordEnd + NameCharacters.RunOf(text.Slice(keywordEnd, Math.Min(LongestTail, text.Length - keywordEnd)));

    /// <summary>Where the value begins that is assigned to a name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nameStart">Where the name begins.</param>
    /// <param name="nameEnd">Where it ends.</param>
    /// <returns>-1 = nothing is assigned.</returns>
    public static int ValueOf(ReadOnlySpan<byte> text, int nameStart, int nameEnd)
    {
        int at = nameEnd;
        bool isQuoted = false;
        bool isSpaced = false;
        for (int count = 0; count < MostFillers; count++)
        {
            if (Skip(text, ref at, Blanks))
                isSpaced = true;
            else if (Skip(text, ref at, Quotes))
                isQuoted = true;
            else if (!Skip(text, ref at, Closings))
                break;
        }

        if (isQuoted)
            SkipAttribute(text, ref at);
        bool isFlag = isSpaced && !isQuoted && nameStart < nameEnd && text[nameStart] == '-';
        if (!Skip(text, ref at, Operators) && !(isQuoted && Skip(text, ref at, [","u8.ToArray()])) && !isFlag)
            return -1;

        SkipFillers(text, ref at);
        SkipType(text, ref at);
        if (Skip(text, ref at, Schemes))
            SkipFillers(text, ref at);
        return at < text.Length && text[at] is not ((byte)'\n' or (byte)'\r') ? at : -1;
    }

    private static void SkipFillers(ReadOnlySpan<byte> text, ref int at)
    {
        for (int count = 0; count < MostFillers; count++)
        {
            // b"…", u'…' and @"…" are strings as well.
            if (at + 1 < text.Length && text[at] is (byte)'b' or (byte)'u' or (byte)'r' or (byte)'f' or (byte)'@' or (byte)'$' && text[at + 1] is (byte)'"' or (byte)'\'')
                at += 2;
            else if (!Skip(text, ref at, Quotes) && !Skip(text, ref at, Blanks) && !Skip(text, ref at, Openings))
                break;
        }
    }

    /// <summary>The <c>string =</c> of <c>key: string = "…"</c>.</summary>
    private static void SkipType(ReadOnlySpan<byte> text, ref int at)
    {
        int letters = Letters.RunOf(text.Slice(at, Math.Min(12, text.Length - at)));
        int next = at + letters;
        while (next < text.Length && text[next] == ' ')
            next++;
        if (letters == 0 || next >= text.Length || text[next] != '=' || next == at + letters)
            return;
        at = next + 1;
        SkipFillers(text, ref at);
    }

    /// <summary>The <c>value</c> of <c>key="Token" value="…"</c>.</summary>
    private static void SkipAttribute(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at..].StartsWith("value="u8))
            at += "value".Length;
    }

    private static bool Skip(ReadOnlySpan<byte> text, ref int at, byte[][] tokens)
    {
        ReadOnlySpan<byte> rest = text[at..];
        foreach (byte[] token in tokens)
        {
            if (token.Length <= rest.Length && (token.Length == 1 ? token[0] == rest[0] : Ascii.EqualsIgnoreCase(rest[..token.Length], token)))
            {
                at += token.Length;
                return true;
            }
        }

        return false;
    }

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.ASCII.GetBytes)];
}
