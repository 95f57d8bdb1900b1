using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>Makes the smallest value that a schema of a side request allows.</summary>
internal static class SchemaFiller
{
    private const int MaxDepth = 16;

    public static JsonNode Fill(JsonElement schema, int depth = 0)
    {
        if (schema.List("enum") is [var first, ..])
            return JsonNode.Parse(first.GetRawText()) ?? JsonValue.Create("");

        return (depth < MaxDepth ? schema.Text("type") : null) switch
        {
            "object" => Object(schema, depth),
            "array" => new JsonArray(),
            "integer" or "number" => JsonValue.Create(0),
            "boolean" => JsonValue.Create(false),
            _ => JsonValue.Create("Scripted"),
        };
    }

    private static JsonObject Object(JsonElement schema, int depth)
    {
        var filled = new JsonObject();
        foreach (var name in schema.List("required").Where(name => name.ValueKind == JsonValueKind.String))
        {
            if (schema.Member("properties")?.Member(name.GetString()!) is { } property)
                filled[name.GetString()!] = Fill(property, depth + 1);
        }

        return filled;
    }
}
