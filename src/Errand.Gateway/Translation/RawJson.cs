namespace Errand.Gateway.Translation;

/// <summary>One whole JSON value as it stood in the message: number text, key order and escapes are kept.</summary>
/// <param name="Utf8">A slice of the message that it was read from; valid as long as that buffer is.</param>
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    public bool IsEmpty => Utf8.IsEmpty;
}
