using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Writes turns as a list of input items: an item for each text, call, result and thought.</summary>
internal sealed class ResponsesInputWriter
{
    private readonly JsonSplice output;
    private readonly ToolNameMap names;
    private bool hasItem;

    private ResponsesInputWriter(JsonSplice output, ToolNameMap names)
    {
        this.output = output;
        this.names = names;
    }

    /// <param name="output">Takes the list.</param>
    /// <param name="turns">In the order of <see cref="PairedTurns"/>.</param>
    /// <param name="head">How many of them stand in <c>instructions</c>.</param>
    /// <param name="names">The upstream's names of the tools.</param>
    public static void Write(JsonSplice output, List<Turn> turns, int head, ToolNameMap names)
    {
        var writer = new ResponsesInputWriter(output, names);
        output.Raw((byte)'[');
        for (int at = head; at < turns.Count; at++)
        {
            if (turns[at].Role == TurnRole.Assistant)
                writer.WriteAssistant(turns[at]);
            else
                writer.WriteUser(turns[at]);
        }

        output.Raw((byte)']');
    }

    private void WriteUser(Turn turn)
    {
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
                WriteResult(result);
        }

        bool isOpen = false;
        foreach (var part in turn.Parts)
        {
            if (part is not (TextPart or ImagePart))
                continue;
            if (!isOpen)
                Item(turn.Role == TurnRole.System ? """{"type":"message","role":"developer","content":["""u8 : """{"type":"message","role":"user","content":["""u8);
            else
                output.Raw((byte)',');
            isOpen = true;
            WriteContent(part);
        }

        if (isOpen)
            output.Raw("]}"u8);
    }

    private void WriteAssistant(Turn turn)
    {
        foreach (var part in turn.Parts)
        {
            switch (part)
            {
                case TextPart text:
                    Item("""{"type":"message","role":"assistant","content":[{"type":"output_text","text":"""u8);
                    output.Quoted(text.Text.Escaped.Span);
                    output.Raw("}]}"u8);
                    break;
                case ToolCallPart call:
                    WriteCall(call);
                    break;
                // Another vendor's seal is an error to this one.
                case ReasoningPart reasoning when ReasoningSeal.Read(reasoning.Seal) is { Origin: SealOrigin.ResponsesContent, Inner.IsEmpty: false } seal:
                    Item("""{"type":"reasoning","summary":[],"encrypted_content":"""u8);
                    output.Quoted(seal.Inner.Escaped.Span);
                    output.Raw((byte)'}');
                    break;
            }
        }
    }

    private void WriteCall(ToolCallPart call)
    {
        Item("""{"type":"function_call","call_id":"""u8);
        output.Quoted(call.CallId.Escaped.Span);
        output.Raw(",\"name\":"u8);
        output.Quoted(names.NameOf(call.Name, call.Namespace).Span);
        output.Raw(",\"arguments\":\""u8);
        if (!call.Arguments.Value.IsEmpty)
            output.Escaped(call.Arguments.Value.Utf8.Span);
        else
            output.Raw(call.Arguments.Text.IsEmpty ? "{}"u8 : call.Arguments.Text.Escaped.Span);
        output.Raw("\"}"u8);
    }

    private void WriteResult(ToolResultPart result)
    {
        Item("""{"type":"function_call_output","call_id":"""u8);
        output.Quoted(result.CallId.Escaped.Span);
        output.Raw(",\"output\":"u8);
        if (result.Content.Any(part => part is ImagePart))
        {
            output.Raw((byte)'[');
            if (result.IsError)
                output.Raw("""{"type":"input_text","text":"Error:"},"""u8);
            for (int at = 0; at < result.Content.Count; at++)
            {
                if (at > 0)
                    output.Raw((byte)',');
                WriteContent(result.Content[at]);
            }

            output.Raw((byte)']');
        }
        else
        {
            WriteText(result);
        }

        output.Raw((byte)'}');
    }

    private void WriteText(ToolResultPart result)
    {
        output.Raw(result.IsError ? "\"Error: "u8 : "\""u8);
        bool isFirst = true;
        foreach (var part in result.Content)
        {
            if (part is not TextPart text)
                continue;
            if (!isFirst)
                output.Raw("\\n"u8);
            isFirst = false;
            output.Raw(text.Text.Escaped.Span);
        }

        output.Raw((byte)'"');
    }

    private void WriteContent(Part part)
    {
        if (part is ImagePart image)
        {
            output.Raw("""{"type":"input_image","image_url":"""u8);
            output.Raw((byte)'"');
            if (image.Url.IsEmpty)
            {
                output.Raw("data:"u8);
                output.Raw(image.MediaType.Escaped.Span);
                output.Raw(";base64,"u8);
                output.Raw(image.Data.Escaped.Span);
            }
            else
            {
                output.Raw(image.Url.Escaped.Span);
            }

            output.Raw("\"}"u8);
            return;
        }

        output.Raw("""{"type":"input_text","text":"""u8);
        output.Quoted(part is TextPart text ? text.Text.Escaped.Span : default);
        output.Raw((byte)'}');
    }

    private void Item(ReadOnlySpan<byte> start)
    {
        if (hasItem)
            output.Raw((byte)',');
        hasItem = true;
        output.Raw(start);
    }
}
