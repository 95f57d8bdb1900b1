using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Errand.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Upstreams;

/// <summary>Sends requests to upstreams over one pool of connections.</summary>
internal sealed class UpstreamClient : IDisposable
{
    // A name may lead elsewhere tomorrow, and a gateway may run for weeks.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(10);

    private readonly HttpMessageInvoker invoker;

    /// <param name="timeouts">Of connecting.</param>
    /// <param name="pacer">Null = what comes is read at once.</param>
    public UpstreamClient(TimeoutOptions timeouts, ReadPacer? pacer) => invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        // Compressed streams arrive in blocks, not as they are written. What an upstream compresses unasked is unpacked by AnswerBytes.
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = timeouts.Connect,
        PooledConnectionLifetime = ConnectionLifetime,
        // Connections of an answer that was cut short are closed, not read to their end: a model would go on writing, and be paid for it.
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
        SslOptions = new SslClientAuthenticationOptions(),
        // Only Linux can be told not to signal each arrival.
        ConnectCallback = pacer is null || !OperatingSystem.IsLinux() ? null : (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, pacer, cancellationToken),
    });

    /// <summary>Sends a request and gives the answer's head; its content is read by the caller.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public Task<HttpResponseMessage> SendAsync(
        Upstream upstream, CallContent content, bool isStream, IHeaderDictionary clientHeaders, CancellationToken cancellationToken)
    {
        // Cancelling a request of HTTP/1.1 closes its connection, which is how an upstream learns at once that nobody listens any more.
#pragma warning disable CA2000 // Disposing it would only dispose the content, which owns nothing.
        var request = new HttpRequestMessage(HttpMethod.Post, upstream.Endpoint) { Content = content };
#pragma warning restore CA2000
        UpstreamHeaders.Set(request, upstream, isStream, clientHeaders);
        return invoker.SendAsync(request, cancellationToken);
    }

    public void Dispose() => invoker.Dispose();

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endpoint, ReadPacer pacer, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new GatheringStream(socket, pacer);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
