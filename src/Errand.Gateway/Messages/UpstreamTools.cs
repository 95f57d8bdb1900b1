using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class UpstreamTools
{
    public static void Write(BodyMembers body, JsonSplice output, ModelCall call, ToolNameMap names)
    {
        if (body.Begin("tools"u8))
        {
            output.Raw((byte)'[');
            for (int at = 0; at < call.Tools.Count; at++)
            {
                if (at > 0)
                    output.Raw((byte)',');
                WriteTool(output, call.Tools[at], names.NameOf(at));
            }

            output.Raw((byte)']');
        }

        bool isSingle = call.ParallelToolCalls == false && call.ToolChoice.Kind != ToolChoiceKind.None;
        // A tool that was left out, because it runs on a server, cannot be forced.
        var kind = call.ToolChoice.Kind == ToolChoiceKind.Named && !names.Offers(call.ToolChoice.Name) ? ToolChoiceKind.Auto : call.ToolChoice.Kind;
        if ((kind == ToolChoiceKind.Auto && !isSingle) || !body.Begin("tool_choice"u8))
            return;
        switch (kind)
        {
            case ToolChoiceKind.Named:
                output.Raw("{\"type\":\"tool\",\"name\":"u8);
                output.Quoted(names.NameOf(call.ToolChoice.Name).Span);
                break;
            case ToolChoiceKind.Required:
                output.Raw("{\"type\":\"any\""u8);
                break;
            case ToolChoiceKind.None:
                output.Raw("{\"type\":\"none\""u8);
                break;
            default:
                output.Raw("{\"type\":\"auto\""u8);
                break;
        }

        if (isSingle)
            output.Raw(",\"disable_parallel_tool_use\":true"u8);
        output.Raw((byte)'}');
    }

    private static void WriteTool(JsonSplice output, ToolDefinition tool, ReadOnlySpan<byte> name)
    {
        output.Raw("{\"name\":"u8);
        output.Quoted(name);
        if (!tool.Description.IsEmpty || !tool.Grammar.IsEmpty)
        {
            output.Raw(",\"description\":\""u8);
            FreeformTool.WriteDescription(tool, output);
            output.Raw((byte)'"');
        }

        output.Raw(",\"input_schema\":"u8);
        WriteSchema(output, tool);
        output.Raw((byte)'}');
    }

    // The top of a schema has to be an object here, and cannot be a choice between several.
    private static void WriteSchema(JsonSplice output, ToolDefinition tool)
    {
        if (tool.IsCustom)
        {
            output.Raw(FreeformTool.Schema);
            return;
        }

        output.Raw("{\"type\":\"object\""u8);
        bool hasProperties = false;
        if (!tool.Schema.IsEmpty)
        {
            var cursor = new JsonCursor(tool.Schema.Utf8);
            int depth = cursor.Depth;
            while (cursor.NextMember(depth))
            {
                if (cursor.NameIs("type"u8) || cursor.NameIs("oneOf"u8) || cursor.NameIs("anyOf"u8) || cursor.NameIs("allOf"u8))
                    continue;
                hasProperties |= cursor.NameIs("properties"u8);
                output.Raw((byte)',');
                output.Quoted(cursor.Name);
                output.Raw((byte)':');
                output.Raw(cursor.Raw());
            }
        }

        output.Raw(hasProperties ? "}"u8 : ",\"properties\":{}}"u8);
    }
}
