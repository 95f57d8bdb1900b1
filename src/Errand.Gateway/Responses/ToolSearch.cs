using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>
/// The search for tools that a client runs itself: Codex shows models that it knows only some of their tools, and describes the others when they are found.
/// A backend gets it as a function like any other.
/// </summary>
internal static class ToolSearch
{
    private static readonly RawJson DefaultSchema = new(
        """{"type":"object","properties":{"query":{"type":"string","description":"What the tool should do."},"limit":{"type":"number","description":"How many to show at most."}},"required":["query"]}"""u8.ToArray());

    private static readonly JsonText DefaultDescription = new("Finds tools that can be called from then on."u8.ToArray());

    /// <summary>The function's name; the tool itself has none.</summary>
    public static JsonText Name { get; } = new("tool_search"u8.ToArray());

    public static ToolDefinition Define(JsonText description, RawJson schema) => new()
    {
        Name = Name,
        Description = description.IsEmpty ? DefaultDescription : description,
        Schema = schema.IsEmpty ? DefaultSchema : schema,
        IsToolSearch = true,
    };

    /// <summary>The result of a search as the model reads it; the tools themselves stand among those of the request.</summary>
    public static JsonText Found(IEnumerable<ToolDefinition> tools)
    {
        var text = new JsonSplice();
        foreach (ToolDefinition tool in tools)
        {
            text.Raw(text.Length == 0 ? "These can be called now: "u8 : ", "u8);
            text.Raw(tool.Name.Escaped.Span);
        }

        text.Raw(text.Length == 0 ? "No other tool was found."u8 : "."u8);
        return new JsonText(text.ToArray());
    }

    /// <param name="arguments">What the model said, JSON in the content of a JSON string; empty = nothing yet.</param>
    /// <param name="output">Takes the object.</param>
    public static void WriteArguments(ReadOnlySpan<byte> arguments, JsonSplice output)
    {
        var json = new JsonSplice();
        json.Unescaped(arguments);
        if (IsObject(json.Written))
        {
            output.Raw(json.Written);
            json.Clear();
            return;
        }

        json.Clear();
        output.Raw("{"u8);
        if (!arguments.IsEmpty)
        {
            output.Raw("\"query\":"u8);
            output.Quoted(arguments);
        }

        output.Raw("}"u8);
    }

    private static bool IsObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var cursor = new JsonCursor(json);
            if (!cursor.IsObject)
                return false;

            cursor.Raw();
            cursor.Finish();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
