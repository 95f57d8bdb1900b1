using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>Calls a tool by name.</summary>
/// <param name="Path">Where the call stands in its script.</param>
/// <param name="Server">The MCP server that has the tool; null for the client's own tools.</param>
/// <param name="Name">The tool's name, without any prefix for the server.</param>
/// <param name="Input">The arguments: an object, or a string for a freeform tool.</param>
public sealed record NamedCall(string Path, string? Server, string Name, JsonNode Input) : ScriptCall(Path)
{
    internal override ScriptCall Filled(Func<string, string> fill) => this with { Name = fill(Name), Input = FilledNode(Input, fill)! };

    private static JsonNode? FilledNode(JsonNode? node, Func<string, string> fill)
    {
        switch (node)
        {
            case JsonObject map:
                var filled = new JsonObject();
                foreach (var (name, value) in map)
                    filled.Add(name, FilledNode(value, fill));
                return filled;
            case JsonArray list:
                var items = new JsonArray();
                foreach (var item in list)
                    items.Add(FilledNode(item, fill));
                return items;
            case JsonValue value when value.TryGetValue<string>(out var text):
                return JsonValue.Create(fill(text));
            default:
                return node?.DeepClone();
        }
    }
}
