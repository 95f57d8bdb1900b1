namespace Errand.Core.Redaction;

/// <summary>
/// Finds the content of private keys in their usual armor (RFC 7468, OpenPGP, PuTTY): over any number of lines, in one line with escapes, behind the marks of a diff or
/// of a quotation.
/// </summary>
internal static class PrivateKeys
{
    public const string Rule = "private-key";

    /// <summary>What the first line ends with, and what PuTTY writes instead.</summary>
    public static readonly string[] Keywords = ["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----", "Private-Lines: "];

    /// <summary>The first run of a content is at least this long; else the armor is only mentioned.</summary>
    private const int ShortestFirst = 16;

    /// <summary>A run before a blank is content when it is at least this long.</summary>
    private const int ShortestInLine = 32;

    private static readonly ByteSet Base64 = new("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8.ToArray());
    private static readonly ByteSet Separators = new(" \t\r\n\"'`,;|>+-\\"u8.ToArray());

    /// <summary>Whether the armor of a private key begins before a keyword's end, and not that of a public one or the end of one.</summary>
    public static bool Begins(ReadOnlySpan<byte> text, int keyword)
    {
        ReadOnlySpan<byte> before = text[Math.Max(0, keyword - 40)..keyword];
        return text[keyword..].StartsWith("Private-Lines: "u8) || before.LastIndexOf("-----BEGIN "u8) > before.LastIndexOf((byte)'\n');
    }

    /// <summary>Takes the content up to a limit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to go on.</param>
    /// <param name="limit">Where to stop at the latest.</param>
    /// <param name="state">Where the text is; afterwards, where it ends.</param>
    /// <param name="found">Takes what is content.</param>
    public static void Take(ReadOnlySpan<byte> text, int at, int limit, ref PrivateKeyState state, List<SecretSpan> found)
    {
        while (at < limit)
        {
            ReadOnlySpan<byte> rest = text[at..];
            if (rest.StartsWith("-----END"u8))
            {
                state = PrivateKeyState.Outside;
                return;
            }

            if (rest.StartsWith(Redactor.MaskBytes))
            {
                state = PrivateKeyState.Inside;
                at += Redactor.MaskBytes.Length;
            }
            else if (IsSeparator(rest, out int skipped))
            {
                at += skipped;
            }
            else if (IsHeader(rest, state, out skipped))
            {
                at += skipped;
            }
            else
            {
                int length = Base64.RunOf(rest);

                // A run that was cut by the last limit goes on here.
                int before = state == PrivateKeyState.Inside ? Base64.RunAtEndOf(text[..at]) : 0;
                if (!IsContent(rest, length, before, state))
                {
                    state = PrivateKeyState.Outside;
                    return;
                }

                found.Add(new SecretSpan(at, Math.Min(at + length, limit), Rule));
                state = PrivateKeyState.Inside;
                at += length;
            }
        }
    }

    private static bool IsContent(ReadOnlySpan<byte> rest, int length, int before, PrivateKeyState state)
    {
        if (length == 0 || (state == PrivateKeyState.Expected && length < ShortestFirst))
            return false;
        if (length >= rest.Length)
            return true;
        return rest[length] switch
        {
            (byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)'"' or (byte)'\'' or (byte)'-' or (byte)'`' or (byte)'[' => true,
            (byte)' ' or (byte)',' => before + length >= ShortestInLine,
            _ => false,
        };
    }

    /// <summary>Blanks, marks of diffs, quotations and lists, and escaped line ends.</summary>
    private static bool IsSeparator(ReadOnlySpan<byte> rest, out int length)
    {
        length = 1;
        if (rest[0] == '\\' && rest.Length > 1 && rest[1] is (byte)'n' or (byte)'r' or (byte)'t')
            length = 2;
        return Separators.Contains(rest[0]);
    }

    /// <summary><c>Proc-Type: 4,ENCRYPTED</c>, <c>DEK-Info: …</c>, <c>Version: …</c>.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> rest, PrivateKeyState state, out int length)
    {
        int end = rest.IndexOfAny((byte)'\n', (byte)'\\');
        length = end < 0 ? rest.Length : end;
        return state == PrivateKeyState.Expected
            && (rest.StartsWith("Proc-Type: "u8) || rest.StartsWith("DEK-Info: "u8) || rest.StartsWith("Version: "u8) || rest.StartsWith("Comment: "u8));
    }
}
