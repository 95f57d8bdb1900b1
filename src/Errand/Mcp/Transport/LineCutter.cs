using System.Buffers;

namespace Errand.Mcp.Transport;

/// <summary>
/// Cuts a stream of bytes into lines. Of a line that is too long only the beginning is kept, so that no host can make the server grow;
/// what is kept still names the request that it belongs to.
/// </summary>
/// <param name="input">The stream; read until its end.</param>
/// <param name="longest">Longest line that is given whole, in bytes without its end.</param>
internal sealed class LineCutter(Stream input, int longest) : IDisposable
{
    private const int ReadSize = 64 << 10;
    private const int LargestIdleBuffer = 1 << 20;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
    private int start;
    private int end;
    private bool isEnded;

    /// <summary>The next line without its end; null at the end of the stream. Its bytes are valid until the next call.</summary>
    public async ValueTask<CutLine?> ReadAsync(CancellationToken cancellationToken)
    {
        bool isTooLong = false;
        int searched = 0;
        while (true)
        {
            int at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
                return Take(searched + at, separator: 1, isTooLong);
            if (isEnded)
                return start == end ? null : Take(end - start, separator: 0, isTooLong);

            if (end - start > longest)
            {
                isTooLong = true;
                end = start + longest;
            }

            searched = end - start;
            MakeRoom();
            int read = await input.ReadAsync(buffer.AsMemory(end), cancellationToken);
            isEnded = read == 0;
            end += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private CutLine Take(int length, int separator, bool isTooLong)
    {
        isTooLong |= length > longest;
        var line = new CutLine(buffer.AsMemory(start, isTooLong ? longest : length), isTooLong);
        start += length + separator;
        return line;
    }

    private void MakeRoom()
    {
        int kept = end - start;
        bool isIdleAndLarge = kept == 0 && buffer.Length > LargestIdleBuffer;
        if (buffer.Length - end >= ReadSize / 2 && !isIdleAndLarge)
            return;

        byte[] target = isIdleAndLarge || kept > buffer.Length / 2 ? ArrayPool<byte>.Shared.Rent(Math.Max(ReadSize, kept * 2)) : buffer;
        buffer.AsSpan(start, kept).CopyTo(target);
        (start, end) = (0, kept);
        if (target == buffer)
            return;

        ArrayPool<byte>.Shared.Return(buffer);
        buffer = target;
    }
}
