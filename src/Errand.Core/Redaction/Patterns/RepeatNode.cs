namespace Errand.Core.Redaction;

/// <summary>A piece between so many and so many times.</summary>
internal sealed class RepeatNode(PatternNode part, int least, int most) : PatternNode
{
    public PatternNode Part => part;

    public int Least => least;

    public int Most => most;

    public override ByteSet? Tail => part.Tail;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        for (int count = 0; count < most; count++)
        {
            int end = part.Match(text, at, ref marks);
            if (end < 0 || end == at)
                return count >= least ? at : -1;
            at = end;
        }

        return at;
    }
}
