using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Transport;

/// <summary>Finds the id of a request that could not be read as a whole, so that the host gets an error instead of silence.</summary>
internal static class RequestIdScan
{
    /// <param name="line">Bytes that may be cut off, nested too deeply or no JSON at all.</param>
    /// <param name="id">The id of the message.</param>
    /// <returns>Whether the beginning of the line shows that it is a request with an id.</returns>
    public static bool TryFind(ReadOnlySpan<byte> line, out RequestId id)
    {
        id = default;
        try
        {
            var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = int.MaxValue });
            var reader = new Utf8JsonReader(line, isFinalBlock: false, state);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isId = reader.ValueTextEquals("id"u8);
                if (!reader.Read())
                    return false;
                if (isId)
                    return TryRead(reader, out id);
                if (!reader.TrySkip())
                    return false;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException)
        {
            // Text that is no JSON, or a string that is no Unicode: it belongs to nobody.
        }

        return false;
    }

    private static bool TryRead(Utf8JsonReader reader, out RequestId id)
    {
        id = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                id = new RequestId(reader.GetString()!);
                return true;
            case JsonTokenType.Number when reader.TryGetInt64(out long number):
                id = new RequestId(number);
                return true;
            default:
                return false;
        }
    }
}
