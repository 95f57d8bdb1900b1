using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Requests;

/// <summary>How a freeform tool is offered where only functions are known: one text, and the grammar that it has to follow in the description.</summary>
internal static class FreeformTool
{
    public static ReadOnlySpan<byte> Schema =>
        """{"type":"object","properties":{"input":{"type":"string","description":"The whole input of the tool as plain text."}},"required":["input"]}"""u8;

    /// <summary>Writes the description, of a function unchanged, as the content of a string.</summary>
    public static void WriteDescription(ToolDefinition tool, JsonSplice output)
    {
        output.Raw(tool.Description.Escaped.Span);
        if (tool.Grammar.IsEmpty)
            return;
        var cursor = new JsonCursor(tool.Grammar.Utf8);
        int depth = cursor.Depth;
        JsonText syntax = default, definition = default;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("syntax"u8))
                syntax = cursor.TextSlice;
            else if (cursor.NameIs("definition"u8))
                definition = cursor.TextSlice;
        }

        if (definition.IsEmpty)
            return;
        output.Raw(tool.Description.IsEmpty ? default : "\\n\\n"u8);
        output.Raw("The input must follow this grammar ("u8);
        output.Raw(syntax.Escaped.Span);
        output.Raw("):\\n"u8);
        output.Raw(definition.Escaped.Span);
    }
}
