using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>A request's whole body in a buffer that goes back to the pool.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private const int LargestGuess = 1024 * 1024;

    private byte[] buffer;
    private int length;

    private PooledBody(int size) => buffer = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    /// <exception cref="BadHttpRequestException">It is too large, or ends too early.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // What a client announces is believed only so far: nothing has been sent yet.
        int size = request.ContentLength is { } announced ? (int)Math.Min(announced + 1, LargestGuess) : FirstSize;
        var body = new PooledBody(size);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.Free(), cancellationToken)) > 0)
                body.length += read;
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private Memory<byte> Free()
    {
        if (length == buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsMemory(length);
    }
}
