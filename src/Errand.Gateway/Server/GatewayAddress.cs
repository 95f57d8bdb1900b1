using System.Net;

namespace Errand.Gateway.Server;

/// <summary>Where a gateway listens: a port of an address, or a unix socket.</summary>
public sealed record GatewayAddress
{
    private GatewayAddress(IPAddress? address, int port, string? socketPath)
    {
        Address = address;
        Port = port;
        SocketPath = socketPath;
    }

    /// <summary>Null = a socket.</summary>
    public IPAddress? Address { get; }

    /// <summary>0 = any free one.</summary>
    public int Port { get; }

    /// <summary>Absolute; at most 107 bytes, the limit of the system. Null = a port.</summary>
    public string? SocketPath { get; }

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLocal => Address is null || IPAddress.IsLoopback(Address);

    public static GatewayAddress Loopback(int port) => new(IPAddress.Loopback, port, null);

    public static GatewayAddress Of(IPAddress address, int port) => new(address, port, null);

    public static GatewayAddress Socket(string path) => new(null, 0, path);
}
