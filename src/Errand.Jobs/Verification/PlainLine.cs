using System.Text;

namespace Errand.Jobs.Verification;

/// <summary>Takes terminal escape sequences and overwritten text out of a line, so that what is left is what a reader of a terminal saw.</summary>
internal static class PlainLine
{
    private const char Escape = '\u001b';
    private const char Csi = '\u009b';

    public static string Of(string line)
    {
        // Progress bars go back to the beginning of the line; only what was written last stayed on the screen.
        int start = line.AsSpan().TrimEnd('\r').LastIndexOf('\r') + 1;
        string text = line[start..].TrimEnd('\r');
        return text.AsSpan().IndexOfAny(Escape, Csi) < 0 ? text : WithoutSequences(text);
    }

    private static string WithoutSequences(string text)
    {
        var plain = new StringBuilder(text.Length);
        int index = 0;
        while (index < text.Length)
        {
            char character = text[index++];
            if (character == Csi)
                index = EndOfControl(text, index);
            else if (character == Escape)
                index = EndOfEscape(text, index);
            else
                plain.Append(character);
        }

        return plain.ToString();
    }

    private static int EndOfEscape(string text, int index)
    {
        if (index == text.Length)
            return index;

        return text[index] switch
        {
            '[' => EndOfControl(text, index + 1),
            ']' or 'P' or 'X' or '^' or '_' => EndOfString(text, index + 1),
            >= ' ' and <= '/' => Math.Min(text.Length, index + 2),
            _ => index + 1,
        };
    }

    /// <summary>A control sequence: parameters, then one final character.</summary>
    private static int EndOfControl(string text, int index)
    {
        while (index < text.Length && text[index] is >= ' ' and <= '?')
            index++;
        return Math.Min(text.Length, index + 1);
    }

    /// <summary>A command string, such as a window title: up to BEL or ESC \.</summary>
    private static int EndOfString(string text, int index)
    {
        while (index < text.Length && text[index] is not ('\a' or Escape or '\u009c'))
            index++;
        return index < text.Length && text[index] == Escape ? Math.Min(text.Length, index + 2) : Math.Min(text.Length, index + 1);
    }
}
