using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

internal static class MessagesTools
{
    /// <summary>One of <c>tools</c>; null for one that runs on Anthropic's servers, which says so by a type of its own.</summary>
    public static ToolDefinition? Read(int index, ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new TranslationException($"tools[{index}] must be an object.");

        JsonText tool = default;
        JsonText description = default;
        RawJson schema = default;
        string? type = null;
        while (JsonScan.NextMember(ref reader, out var name))
        {
            if (name.SequenceEqual("name"u8))
                tool = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("description"u8))
                description = JsonScan.Text(ref reader, body);
            else if (name.SequenceEqual("input_schema"u8) && reader.TokenType == JsonTokenType.StartObject)
                schema = JsonScan.Value(ref reader, body);
            else if (name.SequenceEqual("type"u8))
                type = JsonScan.String(ref reader);
            else
                reader.Skip();
        }

        if (type is not (null or "custom" or "function"))
            return null;
        if (tool.IsEmpty)
            throw new TranslationException($"tools[{index}] has no name.");

        return new ToolDefinition { Name = tool, Description = description, Schema = schema };
    }
}
