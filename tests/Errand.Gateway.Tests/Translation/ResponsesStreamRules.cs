using System.Text;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Translation;

/// <summary>What a strict client demands of a Responses stream.</summary>
internal static class ResponsesStreamRules
{
    private static readonly string[] Terminal = ["response.completed", "response.incomplete", "response.failed"];

    public static void Check(string stream, bool isProper)
    {
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(text => JsonNode.Parse(text[(text.IndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..])!)
            .ToList();
        if (events.Count == 0)
            return;

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => (int)data["sequence_number"]!));
        Assert.Equal("response.created", Type(events[0]));
        Assert.Equal([events.Count - 1], events.Index().Where(at => Terminal.Contains(Type(at.Item))).Select(at => at.Index));
        Assert.Equal(isProper, Type(events[^1]) != "response.failed");

        JsonNode? open = null;
        var text = new StringBuilder();
        int items = 0;
        foreach (var data in events)
        {
            switch (Type(data))
            {
                case "response.output_item.added":
                    Assert.Null(open);
                    open = data["item"];
                    Assert.Equal(items++, (int)data["output_index"]!);
                    text.Clear();
                    break;
                case "response.output_item.done":
                    Assert.Equal((string)open!["id"]!, (string)data["item"]!["id"]!);
                    Assert.Equal(Content(data["item"]!), text.ToString());
                    open = null;
                    break;
                case { } type when type.EndsWith(".delta", StringComparison.Ordinal):
                    Assert.Equal((string)open!["id"]!, (string)data["item_id"]!);
                    text.Append((string)data["delta"]!);
                    break;
            }
        }

        if (isProper)
            Assert.Null(open);
    }

    private static string Type(JsonNode data) => (string)data["type"]!;

    private static string Content(JsonNode item) => (string)item["type"]! switch
    {
        "function_call" => (string)item["arguments"]!,
        "custom_tool_call" => (string)item["input"]!,
        _ => string.Concat(item["content"]!.AsArray().Select(part => (string)part!["text"]!)),
    };
}
