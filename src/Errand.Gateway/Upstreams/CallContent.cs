using System.Net;

namespace Errand.Gateway.Upstreams;

/// <summary>A request's body, which knows whether a connection has taken it: from then on it may have to be paid for.</summary>
internal sealed class CallContent(ReadOnlyMemory<byte> body) : HttpContent
{
    private volatile bool wasSent;

    public bool WasSent => wasSent;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(body, cancellationToken);
        wasSent = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
