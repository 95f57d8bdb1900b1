using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>One content block as it is read. Its type may come last, so all members are kept until its end.</summary>
internal struct MessagesBlock
{
    private static readonly JsonText UnreadableDocument = new("[A document was here that this model's endpoint cannot read.]"u8.ToArray());

    private string? type;
    private JsonText text;
    private JsonText thinking;
    private JsonText signature;
    private JsonText id;
    private JsonText name;
    private JsonText callId;
    private JsonText title;
    private JsonText toolName;
    private RawJson input;
    private bool isError;
    private List<Part>? content;
    private MessagesSource source;

    public void Member(scoped ReadOnlySpan<byte> member, ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (member.SequenceEqual("type"u8))
            type = TypeName(ref reader);
        else if (member.SequenceEqual("text"u8))
            text = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("content"u8))
            content = MessagesParts.Content(ref reader, body);
        else if (member.SequenceEqual("tool_use_id"u8))
            callId = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("is_error"u8))
            isError = JsonScan.IsTrue(ref reader);
        else if (member.SequenceEqual("id"u8))
            id = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("name"u8))
            name = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("input"u8))
            input = JsonScan.Value(ref reader, body);
        else if (member.SequenceEqual("thinking"u8))
            thinking = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("signature"u8))
            signature = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("source"u8))
            source = MessagesSource.Read(ref reader, body);
        else if (member.SequenceEqual("title"u8))
            title = JsonScan.Text(ref reader, body);
        else if (member.SequenceEqual("tool_name"u8))
            toolName = JsonScan.Text(ref reader, body);
        else
            reader.Skip();
    }

    public readonly void AddTo(List<Part> parts)
    {
        switch (type)
        {
            case "text":
                AddText(parts, text);
                break;
            case "image":
                parts.Add(source.Image);
                break;
            case "tool_use":
                parts.Add(new ToolCallPart { CallId = id, Name = name, Arguments = new ToolArguments(IsObject(input) ? input : default, default) });
                break;
            case "tool_result":
                parts.Add(new ToolResultPart { CallId = callId, Content = content ?? [], IsError = isError });
                break;
            case "thinking":
                parts.Add(new ReasoningPart(thinking, signature));
                break;
            case "document":
                AddText(parts, title);
                AddDocument(parts);
                break;
            case "search_result":
                AddText(parts, title);
                parts.AddRange(content ?? []);
                break;
            case "tool_reference":
                AddText(parts, toolName);
                break;
        }
    }

    private readonly void AddDocument(List<Part> parts)
    {
        if (source.Content is { } blocks)
            parts.AddRange(blocks);
        else
            AddText(parts, source.IsText ? source.Image.Data : UnreadableDocument);
    }

    private static void AddText(List<Part> parts, JsonText text)
    {
        if (!text.IsEmpty)
            parts.Add(new TextPart(text));
    }

    private static bool IsObject(RawJson value) => value.Utf8.Span is [(byte)'{', ..];

    // The known types, so that a body of hundreds of blocks makes no string for each.
    private static string? TypeName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader.ValueSpan.SequenceEqual("text"u8))
                return "text";
            if (reader.ValueSpan.SequenceEqual("tool_use"u8))
                return "tool_use";
            if (reader.ValueSpan.SequenceEqual("tool_result"u8))
                return "tool_result";
            if (reader.ValueSpan.SequenceEqual("thinking"u8))
                return "thinking";
        }

        return JsonScan.String(ref reader);
    }
}
