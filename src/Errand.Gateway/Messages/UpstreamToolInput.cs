using System.Text.Json;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>The <c>input</c> of a tool_use block, which has to be an object whatever the model once wrote.</summary>
internal static class UpstreamToolInput
{
    public static void Write(JsonSplice output, ToolCallPart call)
    {
        if (!call.Arguments.Value.IsEmpty)
            output.Raw(call.Arguments.Value.Utf8.Span);
        else if (call.IsCustom)
            WriteText(output, call.Arguments.Text.Escaped.Span);
        else if (call.Arguments.Text.IsEmpty)
            output.Raw("{}"u8);
        else
            WriteParsed(output, call.Arguments.Text.Escaped.Span);
    }

    private static void WriteParsed(JsonSplice output, ReadOnlySpan<byte> escaped)
    {
        var json = new JsonSplice();
        json.Unescaped(escaped);
        if (JsonScan.KindOf(json.Written) == JsonTokenType.StartObject)
            output.Raw(json.Written);
        else
            WriteText(output, escaped);
        json.Clear();
    }

    private static void WriteText(JsonSplice output, ReadOnlySpan<byte> escaped)
    {
        output.Raw("{\"input\":"u8);
        output.Quoted(escaped);
        output.Raw((byte)'}');
    }
}
