using System.Buffers;

namespace Errand.Processes.Streams;

/// <summary>Keeps the beginning of a stream.</summary>
internal sealed class HeadBuffer(int limit)
{
    private readonly ArrayBufferWriter<byte> kept = new();

    public ReadOnlyMemory<byte> Content => kept.WrittenMemory;

    public long BytesDropped { get; private set; }

    public async Task FillAsync(Stream stream)
    {
        byte[] chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        while (await stream.ReadAsync(chunk, CancellationToken.None).ConfigureAwait(false) is int count and > 0)
        {
            int room = Math.Min(count, limit - kept.WrittenCount);
            kept.Write(chunk.AsSpan(0, room));
            BytesDropped += count - room;
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }
}
