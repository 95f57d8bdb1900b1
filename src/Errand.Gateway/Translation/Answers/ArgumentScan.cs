using System.Buffers.Text;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Follows a tool call's arguments as they come, JSON inside a JSON string, and says when the JSON is whole.</summary>
internal struct ArgumentScan
{
    private const int UnicodeDigits = 4;

    private int depth;
    private bool isInString;
    private bool isEscaped;

    /// <summary>Whether the first brace has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the arguments are a JSON string that holds JSON: a server that encodes twice.</summary>
    public bool IsWrapped { get; private set; }

    /// <summary>Whether every brace is closed.</summary>
    public readonly bool IsComplete => HasBegun && depth == 0;

    /// <summary>Reads on, no further than the end of the JSON.</summary>
    /// <param name="escaped">The next piece; no escape is cut in two.</param>
    /// <returns>The bytes that belong to the arguments.</returns>
    public int Read(ReadOnlySpan<byte> escaped)
    {
        var at = 0;
        while (at < escaped.Length && !IsComplete)
        {
            if (IsWrapped)
                return escaped.Length;
            if (isInString && !isEscaped)
            {
                // Inside an inner string, all that matters begins with a backslash of the outer one.
                var next = escaped[at..].IndexOf((byte)'\\');
                if (next < 0)
                    return escaped.Length;

                at += next;
            }

            Take(Character(escaped[at..], out var length));
            at += length;
        }

        return at;
    }

    private void Take(byte value)
    {
        if (isEscaped)
        {
            isEscaped = false;
        }
        else if (isInString)
        {
            isEscaped = value == '\\';
            isInString = value != '"';
        }
        else if (value == '"')
        {
            isInString = HasBegun;
            IsWrapped = !HasBegun;
        }
        else if (value is (byte)'{' or (byte)'[')
        {
            HasBegun = true;
            depth++;
        }
        else if (value is (byte)'}' or (byte)']' && depth > 0)
        {
            depth--;
        }
    }

    private static byte Character(ReadOnlySpan<byte> escaped, out int length)
    {
        if (escaped[0] != '\\' || escaped.Length < 2)
        {
            length = 1;
            return escaped[0];
        }

        if (escaped[1] != 'u')
        {
            length = 2;
            return escaped[1] is (byte)'"' or (byte)'\\' ? escaped[1] : (byte)' ';
        }

        length = Math.Min(2 + UnicodeDigits, escaped.Length);
        return Utf8Parser.TryParse(escaped[2..length], out ushort unit, out _, 'x') && unit < 0x80 ? (byte)unit : (byte)' ';
    }
}
