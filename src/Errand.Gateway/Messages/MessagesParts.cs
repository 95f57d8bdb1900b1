using System.Text.Json;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>Reads the content of messages: a string, or a list of blocks.</summary>
internal static class MessagesParts
{
    // Differs in every request, so a prompt cache behind it would never hit.
    private static ReadOnlySpan<byte> BillingHeader => "x-anthropic-billing-header:"u8;

    /// <summary>The system prompt, without what Claude Code puts there for the billing of Anthropic.</summary>
    public static List<Part> System(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var parts = Content(ref reader, body);
        parts.RemoveAll(part => part is not TextPart text || text.Text.Escaped.Span.StartsWith(BillingHeader));
        return parts;
    }

    public static List<Part> Content(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var parts = new List<Part>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (JsonScan.NextElement(ref reader))
                Block(ref reader, body, parts);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            Block(ref reader, body, parts);
        }
        else if (JsonScan.Text(ref reader, body) is { IsEmpty: false } text)
        {
            parts.Add(new TextPart(text));
        }

        return parts;
    }

    private static void Block(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<Part> parts)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // A bare string in a list of blocks is not in the protocol, but what it says is plain.
            if (JsonScan.Text(ref reader, body) is { IsEmpty: false } text)
                parts.Add(new TextPart(text));
            return;
        }

        var block = new MessagesBlock();
        while (JsonScan.NextMember(ref reader, out var name))
            block.Member(name, ref reader, body);
        block.AddTo(parts);
    }
}
