using System.Net;
using System.Runtime.InteropServices;

namespace Errand.Gateway.Upstreams;

/// <summary>
/// A request's body, which knows whether a connection has taken it: from then on it may have to be paid for. It is an array because an answer is read only
/// after such content is sent, so that nothing is sent of memory that was given back.
/// </summary>
internal sealed class CallContent : ByteArrayContent
{
    private readonly ReadOnlyMemory<byte> body;
    private volatile bool wasSent;

    public CallContent(ReadOnlyMemory<byte> body)
        : this(body, MemoryMarshal.TryGetArray(body, out ArraySegment<byte> segment) ? segment : body.ToArray())
    {
    }

    private CallContent(ReadOnlyMemory<byte> body, ArraySegment<byte> segment)
        : base(segment.Array!, segment.Offset, segment.Count) => this.body = body;

    public bool WasSent => wasSent;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(body, cancellationToken);
        wasSent = true;
    }
}
