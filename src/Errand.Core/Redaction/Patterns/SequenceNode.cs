namespace Errand.Core.Redaction;

/// <summary>One piece after the other.</summary>
internal sealed class SequenceNode(IReadOnlyList<PatternNode> parts) : PatternNode
{
    public IReadOnlyList<PatternNode> Parts => parts;

    public override ByteSet? Tail => parts.LastOrDefault(part => part is not MarkNode)?.Tail;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        foreach (PatternNode part in parts)
        {
            at = part.Match(text, at, ref marks);
            if (at < 0)
                return -1;
        }

        return at;
    }
}
