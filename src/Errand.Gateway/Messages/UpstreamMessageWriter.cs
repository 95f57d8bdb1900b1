using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Writes the list <c>messages</c>.</summary>
internal sealed class UpstreamMessageWriter(JsonSplice output, ToolNameMap names)
{
    /// <param name="messages">In the order of <see cref="UpstreamMessages"/>.</param>
    public void Write(List<Turn> messages)
    {
        output.Raw((byte)'[');
        for (int at = 0; at < messages.Count; at++)
        {
            if (at > 0)
                output.Raw((byte)',');
            output.Raw(messages[at].Role == TurnRole.Assistant ? """{"role":"assistant","content":["""u8 : """{"role":"user","content":["""u8);
            var parts = messages[at].Parts;
            for (int part = 0; part < parts.Count; part++)
            {
                if (part > 0)
                    output.Raw((byte)',');
                WriteBlock(parts[part]);
                // The conversation so far is what the next request repeats.
                if (at == messages.Count - 1 && part == parts.Count - 1)
                    output.Raw(",\"cache_control\":{\"type\":\"ephemeral\"}"u8);
                output.Raw((byte)'}');
            }

            output.Raw("]}"u8);
        }

        output.Raw((byte)']');
    }

    // Each block without its closing brace.
    private void WriteBlock(Part part)
    {
        switch (part)
        {
            case TextPart text:
                output.Raw("{\"type\":\"text\",\"text\":"u8);
                output.Quoted(text.Text.Escaped.Span);
                break;
            case ImagePart image:
                WriteImage(image);
                break;
            case ToolCallPart call:
                output.Raw("{\"type\":\"tool_use\",\"id\":"u8);
                WriteId(call.CallId);
                output.Raw(",\"name\":"u8);
                output.Quoted(names.NameOf(call.Name, call.Namespace).Span);
                output.Raw(",\"input\":"u8);
                UpstreamToolInput.Write(output, call);
                break;
            case ToolResultPart result:
                WriteResult(result);
                break;
            case ReasoningPart reasoning when UpstreamMessages.OwnSeal(reasoning) is { } seal:
                WriteThinking(reasoning, seal);
                break;
        }
    }

    private void WriteThinking(ReasoningPart reasoning, ReasoningSeal seal)
    {
        if (seal.Origin == SealOrigin.AnthropicRedacted)
        {
            output.Raw("{\"type\":\"redacted_thinking\",\"data\":"u8);
            output.Quoted(seal.Inner.Escaped.Span);
            return;
        }

        output.Raw("{\"type\":\"thinking\",\"thinking\":"u8);
        output.Quoted(reasoning.Text.Escaped.Span);
        output.Raw(",\"signature\":"u8);
        output.Quoted(seal.Inner.Escaped.Span);
    }

    private void WriteResult(ToolResultPart result)
    {
        output.Raw("{\"type\":\"tool_result\",\"tool_use_id\":"u8);
        WriteId(result.CallId);
        output.Raw(",\"content\":["u8);
        bool isFirst = true;
        foreach (var part in result.Content)
        {
            if (part is not ImagePart && (part is not TextPart text || UpstreamMessages.IsBlank(text.Text)))
                continue;
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            WriteBlock(part);
            output.Raw((byte)'}');
        }

        output.Raw((byte)']');
        if (result.IsError)
            output.Raw(",\"is_error\":true"u8);
    }

    private void WriteImage(ImagePart image)
    {
        output.Raw("{\"type\":\"image\",\"source\":{\"type\":"u8);
        if (image.Url.IsEmpty)
        {
            output.Raw("\"base64\",\"media_type\":"u8);
            output.Quoted(image.MediaType.Escaped.Span);
            output.Raw(",\"data\":"u8);
            output.Quoted(image.Data.Escaped.Span);
        }
        else
        {
            output.Raw("\"url\",\"url\":"u8);
            output.Quoted(image.Url.Escaped.Span);
        }

        output.Raw((byte)'}');
    }

    // Anthropic takes letters, digits, '_' and '-'; other vendors' ids have dots and colons.
    private void WriteId(JsonText id)
    {
        var rest = id.Escaped.Span;
        output.Raw((byte)'"');
        if (rest.IsEmpty)
            output.Raw((byte)'_');
        while (!rest.IsEmpty)
        {
            int odd = rest.IndexOfAnyExcept(ToolNameCharacters.Allowed);
            output.Raw(odd < 0 ? rest : rest[..odd]);
            if (odd >= 0)
                output.Raw((byte)'_');
            rest = odd < 0 ? default : rest[(odd + 1)..];
        }

        output.Raw((byte)'"');
    }
}
