using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Server;

/// <summary>The answer to <c>GET /v1/models</c>, with the members that clients of either vendor look for.</summary>
internal static class ModelList
{
    private const string Epoch = "1970-01-01T00:00:00Z";

    public static async Task WriteAsync(HttpResponse response, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        using var body = new PooledWriter();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (string name in names)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, name);
                json.WriteString("object"u8, "model"u8);
                json.WriteString("type"u8, "model"u8);
                json.WriteString("display_name"u8, name);
                json.WriteNumber("created"u8, 0);
                json.WriteString("created_at"u8, Epoch);
                json.WriteString("owned_by"u8, "errand"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("has_more"u8, false);
            json.WriteString("first_id"u8, names.Count == 0 ? null : names[0]);
            json.WriteString("last_id"u8, names.Count == 0 ? null : names[^1]);
            json.WriteEndObject();
        }

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.Written, cancellationToken);
    }
}
