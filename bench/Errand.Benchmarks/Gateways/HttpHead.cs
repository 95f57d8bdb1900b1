using System.Buffers.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>The two fields of an HTTP/1.1 head that say where a message ends.</summary>
internal readonly record struct HttpHead(int ContentLength, bool IsChunked)
{
    /// <param name="head">All lines, the last with its line end.</param>
    public static HttpHead Read(ReadOnlySpan<byte> head)
    {
        int length = 0;
        bool isChunked = false;
        while (head.IndexOf("\r\n"u8) is var end and >= 0)
        {
            ReadOnlySpan<byte> line = head[..end];
            head = head[(end + 2)..];
            if (Value(line, "content-length:"u8) is { Length: > 0 } number && Utf8Parser.TryParse(number, out int parsed, out _))
                length = parsed;
            else if (Value(line, "transfer-encoding:"u8) is { Length: > 0 } coding)
                isChunked = coding.IndexOf("chunked"u8) >= 0;
        }

        return new HttpHead(length, isChunked);
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerName) =>
        line.Length > lowerName.Length && System.Text.Ascii.EqualsIgnoreCase(line[..lowerName.Length], lowerName) ? line[lowerName.Length..].Trim((byte)' ') : [];
}
