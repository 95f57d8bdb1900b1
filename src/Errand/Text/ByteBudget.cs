using System.Text;
using Errand.Core;

namespace Errand.Text;

/// <summary>
/// Keeps texts within a number of bytes. No tokenizer makes more tokens than there are bytes, so a limit in bytes holds for every model and for
/// every content, however hostile; ordinary text has three to four bytes per token.
/// </summary>
internal static class ByteBudget
{
    public static int Of(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>A text in quotes and escaped, cut with <c>…</c> so that it fits.</summary>
    public static string Quote(string text, int bytes) => Fit(text, bytes, part => Escaping.Quote(part));

    /// <summary>A text escaped, cut with <c>…</c> so that it fits.</summary>
    public static string Escape(string text, int bytes) => Fit(text, bytes, Escaping.Escape);

    /// <summary>A sentence of ours that may hold words of a worker in double quotes, cut so that it fits; a quotation that is cut is closed.</summary>
    public static string Sentence(string text, int bytes) => Fit(text, bytes, part => CloseQuotation(Escaping.Escape(part)));

    /// <summary>A line of whole entries: as many as fit, then how many are missing.</summary>
    /// <param name="label">What the line begins with.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="bytes">Longest line.</param>
    /// <param name="rest">Says of how many entries are left out, and of how many are shown, what a reader should know.</param>
    public static string Line(string label, IReadOnlyList<string> entries, int bytes, Func<int, int, string> rest)
    {
        const string separator = " · ";
        var line = new StringBuilder(label);
        int used = Of(label);
        int shown = 0;
        foreach (string entry in entries)
        {
            int size = Of(entry) + (shown > 0 ? Of(separator) : 0);
            int reserve = shown + 1 == entries.Count ? 0 : Of(separator) + Of(rest(entries.Count - shown - 1, shown + 1));
            if (used + size + reserve > bytes)
                break;
            line.Append(shown > 0 ? separator : "").Append(entry);
            used += size;
            shown++;
        }

        if (shown < entries.Count)
            line.Append(shown > 0 ? separator : "").Append(rest(entries.Count - shown, shown));
        return line.ToString();
    }

    private static string CloseQuotation(string text)
    {
        bool isOpen = false;
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\' && isOpen)
                index++;
            else if (text[index] == '"')
                isOpen = !isOpen;
        }

        return isOpen ? text + '"' : text;
    }

    private static string Fit(string text, int bytes, Func<string, string> render)
    {
        // Not even one byte per character can fit: this bounds the work for a text of any length.
        text = Escaping.Cut(text, bytes + 1);
        string whole = render(text);
        if (Of(whole) <= bytes)
            return whole;

        int fits = 1;
        int tooLong = text.Length;
        while (fits + 1 < tooLong)
        {
            int middle = (fits + tooLong) / 2;
            if (Of(render(Escaping.Cut(text, middle))) <= bytes)
                fits = middle;
            else
                tooLong = middle;
        }

        return render(Escaping.Cut(text, fits));
    }
}
