using System.Buffers;
using System.Text.Json;

namespace Errand.Gateway.Translation;

/// <summary>Guesses how many tokens a request has, without a tokenizer: the backends have a dozen different ones.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int TokensPerImage = 1_600;
    private const int LongestPlainText = 64 * 1024;

    // A slash may be written with a backslash before it.
    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_\\"u8);

    private static ReadOnlySpan<byte> PdfInBase64 => "JVBERi"u8;

    /// <summary>
    /// For a reservation, and for what an upstream does not count: too high rather than too low, and without reading the JSON. Only images are looked for,
    /// which have a hundred times more bytes than tokens; a PDF file counts by its bytes, since its pages are read as text too.
    /// </summary>
    public static long OfBody(ReadOnlySpan<byte> body)
    {
        long bytes = body.Length;
        long images = 0;
        if (body.Length > BytesPerToken * TokensPerImage)
        {
            Count(body, ";base64,"u8, ref bytes, ref images);
            Count(body, "\"data\":\""u8, ref bytes, ref images);
            Count(body, "\"data\": \""u8, ref bytes, ref images);
        }

        return (bytes + BytesPerToken - 1) / BytesPerToken + images * TokensPerImage;
    }

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

    private static void Count(ReadOnlySpan<byte> body, ReadOnlySpan<byte> before, ref long bytes, ref long images)
    {
        int at;
        while ((at = body.IndexOf(before)) >= 0)
        {
            body = body[(at + before.Length)..];
            int length = body.IndexOfAnyExcept(Base64);
            if (length > BytesPerToken * TokensPerImage && !body.StartsWith(PdfInBase64))
            {
                bytes -= length;
                images++;
            }

            body = body[Math.Max(length, 0)..];
        }
    }

    private static bool IsBase64(ReadOnlySpan<byte> text) => text.Length > 256 && !text[..256].Contains((byte)' ');
}
