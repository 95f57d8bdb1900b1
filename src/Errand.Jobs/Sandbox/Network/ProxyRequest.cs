using System.Net.Sockets;
using System.Text;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>The first request on a connection to the sandbox's proxy, as far as its destination goes.</summary>
/// <param name="Target">Where it wants to go; null = that cannot be told.</param>
/// <param name="IsTunnel">Whether it asks for a tunnel (CONNECT); else it is a plain request that is sent on as it is.</param>
/// <param name="Bytes">What was read so far; of a tunnel only what follows the request.</param>
internal sealed record ProxyRequest(Endpoint? Target, bool IsTunnel, byte[] Bytes)
{
    private const int LongestHead = 16 * 1024;

    /// <summary>Reads the head of a request; null = the connection ended, or it is too long.</summary>
    public static async Task<ProxyRequest?> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LongestHead];
        int count = 0;
        int end;
        while ((end = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8)) < 0)
        {
            int read = count == buffer.Length ? 0 : await socket.ReceiveAsync(buffer.AsMemory(count), cancellationToken);
            if (read == 0)
                return null;
            count += read;
        }

        string[] line = Encoding.Latin1.GetString(buffer, 0, buffer.AsSpan(0, count).IndexOf("\r\n"u8)).Split(' ');
        bool isTunnel = line[0] == "CONNECT";
        Endpoint? target = line.Length != 3 ? null
            : isTunnel ? Endpoint.Parse(line[1], 443)
            : Uri.TryCreate(line[1], UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttp ? Endpoint.Parse($"{url.Host}:{url.Port}", 80)
            : null;
        return new ProxyRequest(target, isTunnel, buffer[(isTunnel ? end + 4 : 0)..count]);
    }
}
