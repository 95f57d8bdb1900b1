using System.Globalization;

namespace Errand.Core.Redaction;

/// <summary>
/// Reads the pattern language of <c>rules.tsv</c>: a small part of regular expressions, with <c>&lt;</c> and <c>&gt;</c> around the secret
/// itself. docs/redaction.md describes it.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>Longest run of an open quantifier: bounds both the work per match and what a stream holds back.</summary>
    public const int LongestRun = 4096;

    private const string Special = "[](){}<>?*+|\\";

    private readonly string text;
    private readonly bool ignoresCase;
    private int at;

    private PatternParser(string text)
    {
        ignoresCase = text.StartsWith("(?i)", StringComparison.Ordinal);
        this.text = text;
        at = ignoresCase ? 4 : 0;
    }

    /// <exception cref="FormatException">The text is no pattern; the message says where.</exception>
    public static PatternNode Parse(string text)
    {
        var parser = new PatternParser(text);
        PatternNode node = parser.Choices();
        return parser.at == text.Length ? node : throw parser.Fault("the end");
    }

    private PatternNode Choices()
    {
        var choices = new List<PatternNode> { Sequence() };
        while (Takes('|'))
            choices.Add(Sequence());
        return choices is [var only] ? only : new ChoiceNode(choices);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (at < text.Length && text[at] is not ('|' or ')'))
            parts.Add(Takes('<') ? new MarkNode(isStart: true) : Takes('>') ? new MarkNode(isStart: false) : Quantified());
        return parts is [var only] ? only : new SequenceNode(parts);
    }

    private PatternNode Quantified()
    {
        if (Takes('('))
        {
            PatternNode group = Choices();
            Expect(')');
            return Count() is (int fewest, int highest) ? new RepeatNode(group, fewest, highest) : group;
        }

        if (text[at] == '[' || (text[at] == '\\' && text[at + 1] is 'd' or 'w'))
        {
            ByteSet set = new(ignoresCase ? BothCases(Set()) : Set());
            (int least, int most) = Count() ?? (1, 1);
            return new RunNode(set, least, most);
        }

        return Literal();
    }

    private PatternNode Literal()
    {
        var bytes = new List<byte>();
        while (at < text.Length && (text[at] == '\\' ? text[at + 1] is not ('d' or 'w') : !Special.Contains(text[at], StringComparison.Ordinal)))
        {
            int before = at;
            byte next = Character();
            if (at < text.Length && text[at] is '{' or '?' or '*' or '+')
            {
                // A quantifier is about the last character alone.
                if (bytes.Count > 0)
                {
                    at = before;
                    break;
                }

                (int least, int most) = Count() ?? (1, 1);
                return new RunNode(new ByteSet(ignoresCase ? BothCases([next]) : [next]), least, most);
            }

            bytes.Add(next);
        }

        return bytes.Count > 0 ? new LiteralNode([.. bytes], ignoresCase) : throw Fault("a character");
    }

    private byte Character()
    {
        if (text[at] != '\\')
            return (byte)text[at++];

        at += 2;
        return text[at - 1] switch { 't' => (byte)'\t', 'n' => (byte)'\n', 'r' => (byte)'\r', var other => (byte)other };
    }

    private List<byte> Set()
    {
        if (text[at] == '\\')
        {
            at += 2;
            return [.. text[at - 1] == 'd' ? ByteSet.Word.Members.Where(value => char.IsAsciiDigit((char)value)) : ByteSet.Word.Members];
        }

        Expect('[');
        bool isNegated = Takes('^');
        var members = new HashSet<byte>();
        while (text[at] != ']')
        {
            byte first = Character();
            byte last = text[at] == '-' && text[at + 1] != ']' ? Skip() : first;
            for (int value = first; value <= last; value++)
                members.Add((byte)value);
        }

        at++;

        // No match reaches over a line end: a stream can be cut there.
        return isNegated
            ? [.. Enumerable.Range(0, 256).Select(value => (byte)value).Where(value => !members.Contains(value) && value is not ((byte)'\n' or (byte)'\r'))]
            : [.. members];

        byte Skip()
        {
            at++;
            return Character();
        }
    }

    private static IEnumerable<byte> BothCases(IEnumerable<byte> members) =>
        members.SelectMany(value => new[] { (byte)char.ToLowerInvariant((char)value), (byte)char.ToUpperInvariant((char)value) });

    private (int Least, int Most)? Count()
    {
        if (Takes('?'))
            return (0, 1);
        if (Takes('*'))
            return (0, LongestRun);
        if (Takes('+'))
            return (1, LongestRun);
        if (!Takes('{'))
            return null;

        int least = Number();
        int most = !Takes(',') ? least : text[at] == '}' ? LongestRun : Number();
        Expect('}');
        return least <= most && most <= LongestRun ? (least, most) : throw Fault("a count up to " + LongestRun);
    }

    private int Number()
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Fault("a number");
    }

    private bool Takes(char character)
    {
        if (at >= text.Length || text[at] != character)
            return false;
        at++;
        return true;
    }

    private void Expect(char character)
    {
        if (!Takes(character))
            throw Fault($"'{character}'");
    }

    private FormatException Fault(string expected) =>
        new($"The pattern {Escaping.Quote(text)} is refused at {at}: {expected} was expected.");
}
