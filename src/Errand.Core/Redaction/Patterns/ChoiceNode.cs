namespace Errand.Core.Redaction;

/// <summary>The first of several pieces that matches.</summary>
internal sealed class ChoiceNode(IReadOnlyList<PatternNode> choices) : PatternNode
{
    public IReadOnlyList<PatternNode> Choices => choices;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        foreach (PatternNode choice in choices)
        {
            int end = choice.Match(text, at, ref marks);
            if (end >= 0)
                return end;
        }

        return -1;
    }
}
