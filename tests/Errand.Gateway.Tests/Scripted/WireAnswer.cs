using System.Net;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers of the answer, without those of its content.</param>
/// <param name="Text">The body.</param>
/// <param name="IsTorn">Whether the connection broke before the body's end.</param>
internal sealed record WireAnswer(HttpStatusCode Status, IReadOnlyDictionary<string, string> Headers, string Text, bool IsTorn)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    /// <summary>The events of a stream; each is checked to carry its own name.</summary>
    public IReadOnlyList<JsonObject> Events =>
        [.. Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Event)];

    public IEnumerable<string> EventTypes => Events.Select(data => (string)data["type"]!);

    /// <summary>What the model says, from the stream's pieces of text.</summary>
    public string Said => string.Concat(Events.Select(data => (string?)(data["delta"] as JsonObject)?["text"] ?? ((string?)data["type"] == "response.output_text.delta" ? (string?)data["delta"] : null)));

    public JsonObject Single(string type) => Assert.Single(Events, data => (string?)data["type"] == type);

    public IEnumerable<JsonObject> Of(string type) => Events.Where(data => (string?)data["type"] == type);

    /// <summary>The finished items of a Responses stream.</summary>
    public IReadOnlyList<JsonObject> Items => [.. Of("response.output_item.done").Select(data => data["item"]!.AsObject())];

    private static JsonObject Event(string frame)
    {
        var lines = frame.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        var data = JsonNode.Parse(lines[1]["data: ".Length..])!.AsObject();
        Assert.Equal(lines[0]["event: ".Length..], (string?)data["type"]);
        return data;
    }
}
