namespace Errand.Core.Redaction;

/// <summary>Between so many and so many bytes of a set.</summary>
internal sealed class RunNode(ByteSet set, int least, int most) : PatternNode
{
    public ByteSet Set => set;

    public int Least => least;

    public int Most => most;

    public override ByteSet Tail => set;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        int length = set.RunOf(text.Slice(at, Math.Min(most, text.Length - at)));
        return length >= least ? at + length : -1;
    }
}
