using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>What <see cref="FakeUpstream"/> says, byte for byte.</summary>
internal static class UpstreamAnswers
{
    public const int Chunks = 200;

    public static readonly byte[] Body = Response(
        """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello there."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");

    public static readonly byte[] StreamHead = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    public static readonly byte[] Chunk = Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"some words "},"finish_reason":null}]}""");

    public static readonly byte[] StreamEnd =
    [
        .. Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""),
        .. Frame("""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":400,"total_tokens":409}}"""),
        .. Frame("[DONE]"),
        .. "0\r\n\r\n"u8,
    ];

    private static byte[] Response(string json) => Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    private static byte[] Frame(string data)
    {
        string text = $"data: {data}\n\n";
        return Encoding.ASCII.GetBytes($"{text.Length:x}\r\n{text}\r\n");
    }
}
