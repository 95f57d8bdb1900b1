using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes what the assistant said and called, as one message.</summary>
internal sealed class ChatAssistant(JsonSplice output, BackendProfile profile, ToolNameMap names)
{
    private readonly byte[] echo = profile.ReasoningEcho == "none" ? [] : Encoding.UTF8.GetBytes(profile.ReasoningEcho);

    /// <summary>A turn of nothing but reasoning is no message.</summary>
    public static bool HasMessage(IReadOnlyList<Part> parts)
    {
        foreach (var part in parts)
        {
            if (part is ToolCallPart or ImagePart || part is TextPart { Text.IsEmpty: false })
                return true;
        }

        return false;
    }

    public void Write(IReadOnlyList<Part> parts)
    {
        bool hasText = false, hasCalls = false, hasReasoning = false;
        foreach (var part in parts)
        {
            hasText |= part is TextPart { Text.IsEmpty: false };
            hasCalls |= part is ToolCallPart;
            hasReasoning |= part is ReasoningPart { Text.IsEmpty: false };
        }

        output.Raw("{\"role\":\"assistant\""u8);
        if (hasText || profile.EmptyContent != "omit" || !hasCalls)
            Content(parts, hasText);
        if (echo.Length > 0 && (hasReasoning || (hasCalls && profile.EmptyReasoningEcho)))
            Reasoning(parts);
        if (hasCalls)
            Calls(parts);
        output.Raw((byte)'}');
    }

    private void Content(IReadOnlyList<Part> parts, bool hasText)
    {
        output.Raw(",\"content\":"u8);
        if (!hasText && profile.EmptyContent == "null")
        {
            output.Raw("null"u8);
            return;
        }

        output.Raw((byte)'"');
        foreach (var part in parts)
        {
            if (part is TextPart text)
                output.Raw(text.Text.Escaped.Span);
        }

        output.Raw((byte)'"');
    }

    private void Reasoning(IReadOnlyList<Part> parts)
    {
        output.Raw((byte)',');
        output.Quoted(echo);
        output.Raw(":\""u8);
        foreach (var part in parts)
        {
            if (part is ReasoningPart reasoning)
                output.Raw(reasoning.Text.Escaped.Span);
        }

        output.Raw((byte)'"');
    }

    private void Calls(IReadOnlyList<Part> parts)
    {
        output.Raw(",\"tool_calls\":["u8);
        var isFirst = true;
        foreach (var part in parts)
        {
            if (part is not ToolCallPart call)
                continue;
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            output.Raw("{\"id\":"u8);
            output.Quoted(call.CallId.Escaped.Span);
            output.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
            output.Quoted(names.NameOf(call.Name, call.Namespace).Span);
            output.Raw(",\"arguments\":\""u8);
            Arguments(call);
            output.Raw("\"}}"u8);
        }

        output.Raw((byte)']');
    }

    private void Arguments(ToolCallPart call)
    {
        if (call.IsCustom)
        {
            // The raw input is a property's value inside JSON that is itself a string: what is escaped once has to be escaped twice.
            output.Raw("{\\\"input\\\":\\\""u8);
            output.Escaped(call.Arguments.Text.Escaped.Span);
            output.Raw("\\\"}"u8);
        }
        else if (!call.Arguments.Value.IsEmpty)
        {
            output.Escaped(call.Arguments.Value.Utf8.Span);
        }
        else
        {
            output.Raw(call.Arguments.Text.IsEmpty ? "{}"u8 : call.Arguments.Text.Escaped.Span);
        }
    }
}
