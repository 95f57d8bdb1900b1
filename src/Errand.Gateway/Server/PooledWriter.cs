using System.Buffers;

namespace Errand.Gateway.Server;

/// <summary>Collects bytes in a buffer that goes back to the pool.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4 * 1024;

    private byte[] buffer = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(Length);
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        Length = 0;
    }

    private void Reserve(int sizeHint)
    {
        int needed = Length + Math.Max(sizeHint, 1);
        if (needed <= buffer.Length)
            return;

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(needed, buffer.Length * 2)));
        Written.Span.CopyTo(larger);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
