using System.Text.Json;

namespace Errand.Gateway.Server;

/// <summary>Guesses how many tokens a request has, without a tokenizer: the backends have a dozen different ones.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int TokensPerImage = 1_600;
    private const int LongestPlainText = 64 * 1024;

    /// <summary>From a body's size alone: enough for a reservation, which is too high rather than too low.</summary>
    public static long OfSize(int bytes) => bytes / BytesPerToken + 1;

    /// <summary>From a body's content: images count as images, however many bytes they have.</summary>
    public static long OfRequest(ReadOnlySpan<byte> body)
    {
        long bytes = 0;
        long images = 0;
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
            bool isData = false;
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    isData = json.ValueTextEquals("data"u8) || json.ValueTextEquals("image_url"u8) || json.ValueTextEquals("url"u8);
                    bytes += json.ValueSpan.Length + 2;
                }
                else if (isData && json.TokenType == JsonTokenType.String && (json.ValueSpan.Length > LongestPlainText || IsBase64(json.ValueSpan)))
                {
                    images++;
                }
                else
                {
                    bytes += json.ValueSpan.Length;
                }
            }
        }
        catch (JsonException)
        {
            bytes = body.Length;
        }

        return bytes / BytesPerToken + images * TokensPerImage + 1;
    }

    private static bool IsBase64(ReadOnlySpan<byte> text) => text.Length > 256 && !text[..256].Contains((byte)' ');
}
