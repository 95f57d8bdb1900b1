namespace Errand.Gateway.Translation;

/// <summary>Compares texts of messages byte for byte.</summary>
internal sealed class Utf8Comparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static Utf8Comparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }
}
