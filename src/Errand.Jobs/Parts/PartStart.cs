namespace Errand.Jobs.Parts;

/// <summary>Where a piece of a part begins.</summary>
/// <param name="Offset">In bytes, 0 or more.</param>
/// <param name="Line">In lines, from 1, instead of the offset; null = by the offset.</param>
public readonly record struct PartStart(long Offset, long? Line = null)
{
    public static implicit operator PartStart(long offset) => new(offset);
}
