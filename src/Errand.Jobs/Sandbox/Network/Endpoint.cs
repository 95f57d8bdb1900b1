using System.Globalization;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>A host and a port that a sandbox may reach.</summary>
/// <param name="Host">A name or an address, in lower case.</param>
/// <param name="Port">1 to 65,535.</param>
public readonly record struct Endpoint(string Host, int Port)
{
    /// <summary>Whether it is on the machine itself.</summary>
    public bool IsLoopback => Host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>Reads <c>host:port</c>, or a host alone; null = it is neither.</summary>
    public static Endpoint? Parse(string text, int defaultPort)
    {
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && text[colon - 1] != ':' && !text.EndsWith(']');
        string host = (hasPort ? text[..colon] : text).Trim('[', ']').ToLowerInvariant();
        int port = defaultPort;
        if (hasPort && !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            return null;
        return host.Length > 0 && port is > 0 and <= ushort.MaxValue ? new Endpoint(host, port) : null;
    }
}
