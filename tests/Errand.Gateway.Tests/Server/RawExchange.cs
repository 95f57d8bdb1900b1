using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Server;

/// <summary>One request that an upstream received, and its answer.</summary>
internal sealed class RawExchange(TcpClient client, string head, string body, CancellationToken stopping)
{
    private const int LongestHead = 4096;

    private readonly NetworkStream stream = client.GetStream();

    /// <summary>Request line and headers.</summary>
    public string Head => head;

    public string Body => body;

    public JsonObject Json => JsonNode.Parse(body)!.AsObject();

    public bool IsClosed { get; private set; }

    public static async Task<RawExchange?> ReadAsync(TcpClient client, CancellationToken stopping)
    {
        NetworkStream stream = client.GetStream();
        byte[] head = new byte[LongestHead];
        int read = 0;
        // One by one: what follows is the body, or belongs to nobody yet.
        while (!head.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
        {
            if (await stream.ReadAsync(head.AsMemory(read, 1), stopping) == 0)
                return null;
            read++;
        }

        string text = Encoding.ASCII.GetString(head, 0, read);
        string? length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        byte[] body = new byte[length is null ? 0 : int.Parse(length.Split(':')[1])];
        await stream.ReadExactlyAsync(body, stopping);
        return new RawExchange(client, text, Encoding.UTF8.GetString(body), stopping);
    }

    public Task SendAsync(string bytes) => SendAsync(Encoding.UTF8.GetBytes(bytes));

    public Task SendAsync(byte[] bytes) => stream.WriteAsync(bytes, stopping).AsTask();

    public Task JsonAsync(string json, int status = 200, string headers = "") => SendAsync(
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    public Task StartStreamAsync() => SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    public Task ChunkAsync(string text) => SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public Task EndStreamAsync() => SendAsync("0\r\n\r\n");

    /// <summary>Breaks the connection with a reset.</summary>
    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        Close();
    }

    public void Close()
    {
        IsClosed = true;
        client.Close();
    }

    /// <summary>Ends when the other side closes the connection.</summary>
    public async Task WaitForCloseAsync()
    {
        try
        {
            while (await stream.ReadAsync(new byte[256], stopping) > 0)
            {
            }
        }
        catch (IOException)
        {
        }

        IsClosed = true;
    }
}
