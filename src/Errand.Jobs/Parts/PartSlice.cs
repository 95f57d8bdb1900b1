namespace Errand.Jobs.Parts;

/// <summary>A piece of a part, byte for byte: the slices of a part, one after the other, are the whole.</summary>
/// <param name="Bytes">The piece. It ends at a line end where the limit allows one.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Total">Bytes of the whole part now; a live log grows.</param>
public sealed record PartSlice(ReadOnlyMemory<byte> Bytes, long Offset, long Total)
{
    /// <summary>The number of the line that it begins in, from 1.</summary>
    public long FirstLine { get; init; } = 1;

    /// <summary>Roughly how many tokens a number of bytes are to a model: ordinary text has about four bytes per token, dense text fewer.</summary>
    public static long Tokens(long bytes) => (bytes + 3) / 4;

    /// <summary>Where the next piece begins; null = this one is the last.</summary>
    public long? NextOffset => Offset + Bytes.Length < Total ? Offset + Bytes.Length : null;
}
