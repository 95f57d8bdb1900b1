namespace Errand.Core.Redaction;

/// <summary>
/// A piece of a pattern. Pieces take what they can and never give it back, so matching takes one pass over the text,
/// whatever the text is.
/// </summary>
internal abstract class PatternNode
{
    /// <summary>The set that the last piece repeats; a match must not be followed by one more member of it.</summary>
    public virtual ByteSet? Tail => null;

    /// <summary>Matches at a position.</summary>
    /// <returns>Where the match ends; -1 = there is none.</returns>
    public abstract int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks);
}
