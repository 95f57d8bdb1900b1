namespace Errand.Core.Redaction;

/// <summary>Where the secret itself begins or ends.</summary>
internal sealed class MarkNode(bool isStart) : PatternNode
{
    public bool IsStart => isStart;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        if (isStart)
            marks.Start = at;
        else
            marks.End = at;
        return at;
    }
}
