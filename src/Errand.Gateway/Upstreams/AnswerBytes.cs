using System.IO.Compression;

namespace Errand.Gateway.Upstreams;

/// <summary>The bytes of an answer as its protocol wrote them.</summary>
internal static class AnswerBytes
{
    /// <summary>Some upstreams compress what nobody asked them to.</summary>
    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream raw = await response.Content.ReadAsStreamAsync(cancellationToken);
        return response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(raw, CompressionMode.Decompress),
            "br" => new BrotliStream(raw, CompressionMode.Decompress),
            "deflate" => new ZLibStream(raw, CompressionMode.Decompress),
            _ => raw,
        };
    }

    public static bool IsEventStream(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);
}
