using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Errand.Gateway.Server;

/// <summary>Lets in those who present a client's token, and nobody who was sent by a page in a browser.</summary>
internal sealed class ClientGate(IReadOnlyList<GatewayClient> clients, bool isLoopback)
{
    private const string Bearer = "Bearer ";
    private const int LongestToken = 4_096;

    private static readonly string[] LocalNames = ["127.0.0.1", "localhost", "::1", "[::1]"];

    /// <summary>
    /// A page that a browser shows can reach loopback under a name of its own (DNS rebinding), or by a request across origins: the first
    /// shows in Host, the second in Origin. No page reaches a unix socket, and its clients write any host.
    /// </summary>
    public bool IsAddressedHere(HttpRequest request)
    {
        if (isLoopback && request.Host.HasValue && !IsLocal(request.Host.Host))
            return false;

        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin) || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? url) && IsLocal(url.Host));
    }

    /// <summary>The client whose token was presented; null = nobody's was.</summary>
    public GatewayClient? Find(IHeaderDictionary headers)
    {
        string? authorization = headers[HeaderNames.Authorization];
        GatewayClient? found = authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? FindToken(authorization.AsSpan(Bearer.Length).Trim()) : null;
        string? key = headers["x-api-key"];
        return found ?? (key is null ? null : FindToken(key.AsSpan().Trim()));
    }

    private GatewayClient? FindToken(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > LongestToken)
            return null;

        Span<byte> bytes = stackalloc byte[Math.Min(Encoding.UTF8.GetMaxByteCount(token.Length), 1_024)];
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out int length))
            return null;

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        GatewayClient? found = null;
        foreach (GatewayClient client in clients)
        {
            // No early end: how long it takes must not tell whose token was nearly met.
            if (CryptographicOperations.FixedTimeEquals(client.TokenHash, hash))
                found = client;
        }

        return found;
    }

    /// <summary>Any address of loopback may be the one to listen on; a page's name is never an address.</summary>
    private static bool IsLocal(string name) =>
        LocalNames.Contains(name, StringComparer.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address));
}
