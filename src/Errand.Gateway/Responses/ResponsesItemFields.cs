using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>The members of one input item, in whatever order they came; the type may come last.</summary>
internal readonly record struct ResponsesItemFields
{
    public JsonText Type { get; private init; }

    public JsonText Role { get; private init; }

    public JsonText Id { get; private init; }

    public JsonText CallId { get; private init; }

    public JsonText Name { get; private init; }

    public JsonText Namespace { get; private init; }

    public JsonText Arguments { get; private init; }

    /// <summary>Of a search for tools, which has an object where others have text.</summary>
    public RawJson ArgumentsObject { get; private init; }

    /// <summary>The raw input of a custom tool's call.</summary>
    public JsonText Input { get; private init; }

    public JsonText EncryptedContent { get; private init; }

    public RawJson Content { get; private init; }

    public RawJson Output { get; private init; }

    public RawJson Action { get; private init; }

    public RawJson Tools { get; private init; }

    public static ResponsesItemFields Read(ref JsonCursor cursor)
    {
        var fields = default(ResponsesItemFields);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                fields = fields with { Type = cursor.TextSlice };
            else if (cursor.NameIs("role"u8))
                fields = fields with { Role = cursor.TextSlice };
            else if (cursor.NameIs("id"u8))
                fields = fields with { Id = cursor.TextSlice };
            else if (cursor.NameIs("call_id"u8))
                fields = fields with { CallId = cursor.TextSlice };
            else if (cursor.NameIs("name"u8))
                fields = fields with { Name = cursor.TextSlice };
            else if (cursor.NameIs("namespace"u8))
                fields = fields with { Namespace = cursor.TextSlice };
            else if (cursor.NameIs("arguments"u8) && cursor.IsObject)
                fields = fields with { ArgumentsObject = cursor.RawSlice() };
            else if (cursor.NameIs("arguments"u8))
                fields = fields with { Arguments = cursor.TextSlice };
            else if (cursor.NameIs("input"u8))
                fields = fields with { Input = cursor.TextSlice };
            else if (cursor.NameIs("encrypted_content"u8))
                fields = fields with { EncryptedContent = cursor.TextSlice };
            else if (cursor.NameIs("content"u8))
                fields = fields with { Content = cursor.RawSlice() };
            else if (cursor.NameIs("output"u8))
                fields = fields with { Output = cursor.RawSlice() };
            else if (cursor.NameIs("action"u8) && cursor.IsObject)
                fields = fields with { Action = cursor.RawSlice() };
            else if (cursor.NameIs("tools"u8) && cursor.IsArray)
                fields = fields with { Tools = cursor.RawSlice() };
        }

        return fields;
    }

    public bool IsType(ReadOnlySpan<byte> type) => Type.Escaped.Span.SequenceEqual(type);

    public bool IsRole(ReadOnlySpan<byte> role) => Role.Escaped.Span.SequenceEqual(role);
}
