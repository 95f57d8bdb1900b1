using System.Buffers;

namespace Errand.Gateway.Server;

/// <summary>
/// Walks the members of a JSON object and steps over their values without looking into them: most of a request is tools and text, which its translation
/// reads and checks anyway. Whoever meets something strange asks a real reader.
/// </summary>
internal ref struct MemberScan(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> EndsText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> EndsWord = SearchValues.Create(" \t\r\n,}]"u8);

    private readonly ReadOnlySpan<byte> json = json;
    private int at;

    /// <summary>The member's name as it is written, with any escapes; empty before the first.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value as it is written; of an object or array not more than where it begins and ends is known.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next member; false = there is none, and the text was no object at its top unless <see cref="IsAtEnd"/>.</summary>
    public bool Next()
    {
        if (!Take(at == 0 ? (byte)'{' : (byte)',') || !TakeText(out ReadOnlySpan<byte> name) || !Take((byte)':') || !TakeValue(out ReadOnlySpan<byte> value))
            return false;

        Name = name[1..^1];
        Value = value;
        return true;
    }

    /// <summary>Whether an object was read to its end, and nothing follows it.</summary>
    public bool IsAtEnd()
    {
        if (!Take((byte)'}'))
            return false;

        SkipBlanks();
        return at == json.Length;
    }

    private bool Take(byte expected)
    {
        SkipBlanks();
        if (at >= json.Length || json[at] != expected)
            return false;

        at++;
        return true;
    }

    private bool TakeValue(out ReadOnlySpan<byte> value)
    {
        value = default;
        SkipBlanks();
        if (at >= json.Length)
            return false;
        if (json[at] == '"')
            return TakeText(out value);

        int start = at;
        int length = json[at] is (byte)'{' or (byte)'[' ? LengthOfBrackets(json[at..]) : json[at..].IndexOfAny(EndsWord);
        if (length <= 0)
            return false;

        at += length;
        value = json[start..at];
        return true;
    }

    private bool TakeText(out ReadOnlySpan<byte> text)
    {
        text = default;
        SkipBlanks();
        int length = at < json.Length && json[at] == '"' ? LengthOfText(json[at..]) : -1;
        if (length < 0)
            return false;

        text = json.Slice(at, length);
        at += length;
        return true;
    }

    private void SkipBlanks()
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
    }

    /// <summary>From an opening bracket to behind the one that closes it; -1 = nothing does.</summary>
    private static int LengthOfBrackets(ReadOnlySpan<byte> json)
    {
        int depth = 0;
        int at = 0;
        while (json[at..].IndexOfAny(Structure) is >= 0 and var found)
        {
            at += found;
            if (json[at] == '"')
            {
                int length = LengthOfText(json[at..]);
                if (length < 0)
                    return -1;
                at += length;
                continue;
            }

            depth += json[at++] is (byte)'{' or (byte)'[' ? 1 : -1;
            if (depth == 0)
                return at;
        }

        return -1;
    }

    /// <summary>From a quote to behind the one that closes it; -1 = nothing does.</summary>
    private static int LengthOfText(ReadOnlySpan<byte> json)
    {
        int at = 1;
        while (json[at..].IndexOfAny(EndsText) is >= 0 and var found)
        {
            at += found;
            if (json[at] == '"')
                return at + 1;

            at += 2;
            if (at > json.Length)
                return -1;
        }

        return -1;
    }
}
