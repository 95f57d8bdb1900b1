using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Errand.Jobs.Supervision;

/// <summary>Asks a job's supervisor.</summary>
internal static class ControlClient
{
    /// <summary>The supervisor's answer; null when none listens.</summary>
    public static async Task<ControlReply?> AskAsync(string path, ControlRequest request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using (var address = new ControlAddress(path))
                await socket.ConnectAsync(address.EndPoint, cancellationToken);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, ControlJson.Default.ControlRequest), (byte)'\n'];
            await stream.WriteAsync(line, cancellationToken);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            string? reply = await reader.ReadLineAsync(cancellationToken);
            return reply is null ? null : JsonSerializer.Deserialize(reply, ControlJson.Default.ControlReply);
        }
        catch (Exception cause) when (cause is SocketException or IOException or JsonException)
        {
            return null;
        }
    }
}
