using System.Net;
using System.Net.Sockets;
using Errand.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Errand.Gateway.Server;

/// <summary>
/// Kestrel, and nothing else. A web application builder would also read appsettings.json from the working directory, which can be a worker's
/// repository, obey ASPNETCORE_* variables, take over the signals of the process that it is a guest in, and cost half of the start-up time.
/// </summary>
internal sealed class GatewayListener : IAsyncDisposable
{
    public const long LargestBody = 64L * 1024 * 1024;

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly KestrelServer kestrel;
    private readonly TimeProvider clock;
    private readonly string? socketPath;

    private GatewayListener(KestrelServer kestrel, string? socketPath, TimeProvider clock)
    {
        this.kestrel = kestrel;
        this.socketPath = socketPath;
        this.clock = clock;
    }

    /// <summary>The port; 0 for a socket.</summary>
    public int Port { get; private set; }

    /// <exception cref="ErrandException">ERR7010: the port or socket is taken or not allowed.</exception>
    public static async Task<GatewayListener> StartAsync(GatewayAddress address, Func<HttpContext, Task> handle, TimeProvider clock, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = LargestBody;
        // A model thinks as long as it likes, and a client may read as slowly as it likes.
        options.Limits.MinResponseDataRate = null;
        options.Limits.MaxConcurrentConnections = null;
        if (address.SocketPath is { } path)
            options.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http1);
        else
            options.Listen(new IPEndPoint(address.Address!, address.Port), listen => listen.Protocols = HttpProtocols.Http1);

        var sockets = new SocketTransportOptions { CreateBoundListenSocket = Bind };
        var kestrel = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        var listener = new GatewayListener(kestrel, address.SocketPath, clock);
        try
        {
            RemoveDeadSocket(address.SocketPath);
            await kestrel.StartAsync(new Application(handle), cancellationToken);
            if (address.SocketPath is null)
                listener.Port = new Uri(kestrel.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
            return listener;
        }
        catch (Exception cause) when (cause is IOException or SocketException or UnauthorizedAccessException or ArgumentException)
        {
            kestrel.Dispose();
            string where = address.SocketPath is null ? $"port {address.Port} of {address.Address}" : $"the socket '{address.SocketPath}'";
            string why = (cause.InnerException?.InnerException ?? cause.InnerException ?? cause).Message.TrimEnd('.');
            throw new ErrandException(
                ErrorCatalog.GatewayCannotListen, $"The gateway cannot listen on {where}: {why}. Give another {(address.SocketPath is null ? "port, or 0 for any free one" : "path")}.", cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Answers that are nearly there may end; the others are cut off.
        using var patience = new CancellationTokenSource(EndPatience, clock);
        await kestrel.StopAsync(patience.Token);
        kestrel.Dispose();
        try
        {
            RemoveDeadSocket(socketPath);
        }
        catch (IOException)
        {
            // Another gateway has it by now.
        }
    }

    /// <summary>Between bind and listen nobody can connect: that is when a socket is closed to others.</summary>
    private static Socket Bind(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (endpoint is UnixDomainSocketEndPoint)
            File.SetUnixFileMode(endpoint.ToString()!, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return socket;
    }

    /// <summary>A killed gateway leaves its socket behind; one that somebody answers on stays.</summary>
    private static void RemoveDeadSocket(string? path)
    {
        if (path is null || !File.Exists(path))
            return;
        if (!IsSocket(path))
            throw new IOException("it is a file");

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }

        throw new IOException("another program listens there");
    }

    /// <summary>Connecting to a file is refused as by a dead socket. But a socket cannot be opened (ENXIO; EOPNOTSUPP on macOS), and for both ways no pipe blocks.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return false;
        }
        catch (IOException cause)
        {
            return (cause.HResult & 0xFFFF) is 6 or 102;
        }
    }

    private sealed class Application(Func<HttpContext, Task> handle) : IHttpApplication<DefaultHttpContext>
    {
        public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
        {
            // A connection keeps its context from request to request.
            if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container)
                return new DefaultHttpContext(contextFeatures);
            if (container.HostContext is not { } context)
                return container.HostContext = new DefaultHttpContext(contextFeatures);

            context.Initialize(contextFeatures);
            return context;
        }

        public Task ProcessRequestAsync(DefaultHttpContext context) => handle(context);

        public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
    }
}
