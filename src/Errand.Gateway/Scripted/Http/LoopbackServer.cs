using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Errand.Gateway.Scripted;

/// <summary>
/// Kestrel on 127.0.0.1, and nothing else. A web application builder would also read appsettings.json from the working directory, which
/// is a worker's repository, obey ASPNETCORE_* variables, and take over the signals of the process that it is a guest in.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    private readonly KestrelServer kestrel;

    private LoopbackServer(KestrelServer kestrel, int port)
    {
        this.kestrel = kestrel;
        Port = port;
    }

    public int Port { get; }

    /// <exception cref="IOException">The port is taken or not allowed.</exception>
    public static async Task<LoopbackServer> StartAsync(int port, Func<HttpContext, Task> handle, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = MaxBodyBytes;
        // A scripted silence is no reason to drop the client.
        options.Limits.MinResponseDataRate = null;
        options.Listen(new IPEndPoint(IPAddress.Loopback, port), listen => listen.Protocols = HttpProtocols.Http1);
        // With a buffer of next to nothing a flush ends when the bytes are sent, so that a connection can be broken after exactly these.
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions { MaxWriteBufferSize = 2 }), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await kestrel.StartAsync(new Application(handle), cancellationToken);
            var address = new Uri(kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());
            return new LoopbackServer(kestrel, address.Port);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever is still connected has nothing more to expect.
        await kestrel.StopAsync(new CancellationToken(canceled: true));
        kestrel.Dispose();
    }

    private sealed class Application(Func<HttpContext, Task> handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
