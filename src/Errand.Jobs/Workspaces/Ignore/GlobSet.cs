using System.Text;

namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>A bracket expression: single bytes, ranges, escapes, named classes, all of it negated by <c>!</c> or <c>^</c>.</summary>
internal sealed class GlobSet
{
    /// <summary>Which bytes it takes.</summary>
    public bool[] Members { get; } = new bool[256];

    /// <summary>Reads from after the opening bracket; returns the place after the closing one, or -1 when the expression is malformed.</summary>
    public int Read(ReadOnlySpan<byte> pattern, int position)
    {
        bool isNegated = position < pattern.Length && pattern[position] is (byte)'!' or (byte)'^';
        if (isNegated)
            position++;

        // A closing bracket right at the beginning is a member.
        int from = -1;
        bool isFirst = true;
        while (position < pattern.Length && (isFirst || pattern[position] != ']'))
        {
            isFirst = false;
            position = ReadMember(pattern, position, ref from);
            if (position < 0)
                return -1;
        }

        if (position >= pattern.Length)
            return -1;

        if (isNegated)
        {
            for (int i = 0; i < Members.Length; i++)
                Members[i] = !Members[i];
        }

        return position + 1;
    }

    /// <param name="pattern">The whole pattern.</param>
    /// <param name="position">Where the member begins.</param>
    /// <param name="from">The byte before, with which a range could begin; negative = none.</param>
    private int ReadMember(ReadOnlySpan<byte> pattern, int position, ref int from)
    {
        byte value = pattern[position];
        if (value == '-' && from > 0 && position + 1 < pattern.Length && pattern[position + 1] != ']')
        {
            position = ReadByte(pattern, position + 1, out int to);
            for (int i = from; i <= to; i++)
                Members[i] = true;
            from = -1;
            return position;
        }

        if (value == '[' && position + 1 < pattern.Length && pattern[position + 1] == ':')
        {
            int end = pattern[(position + 2)..].IndexOf((byte)']');
            if (end < 0)
                return -1;
            if (end > 0 && pattern[position + 1 + end] == ':')
            {
                from = -1;
                return AddClass(pattern.Slice(position + 2, end - 1)) ? position + 3 + end : -1;
            }
        }

        position = ReadByte(pattern, position, out from);
        if (position > 0)
            Members[from] = true;
        return position;
    }

    private static int ReadByte(ReadOnlySpan<byte> pattern, int position, out int value)
    {
        if (pattern[position] == '\\')
            position++;

        value = position < pattern.Length ? pattern[position] : 0;
        return position < pattern.Length ? position + 1 : -1;
    }

    private bool AddClass(ReadOnlySpan<byte> name)
    {
        Func<char, bool>? isMember = Encoding.ASCII.GetString(name) switch
        {
            "alnum" => char.IsAsciiLetterOrDigit,
            "alpha" => char.IsAsciiLetter,
            "blank" => static value => value is ' ' or '\t',
            "cntrl" => static value => value is < ' ' or '\x7f',
            "digit" => char.IsAsciiDigit,
            "graph" => static value => value is > ' ' and < '\x7f',
            "lower" => char.IsAsciiLetterLower,
            "print" => static value => value is >= ' ' and < '\x7f',
            "punct" => static value => value is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(value),
            "space" => static value => value is ' ' or (>= '\t' and <= '\r'),
            "upper" => char.IsAsciiLetterUpper,
            "xdigit" => char.IsAsciiHexDigit,
            _ => null,
        };
        if (isMember is null)
            return false;

        for (int i = 0; i < 128; i++)
            Members[i] |= isMember((char)i);
        return true;
    }
}
