using System.Text.Json;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Copies a tool's JSON schema without what a backend refuses. Keywords are told from properties of the same name by where they stand.</summary>
internal sealed class SchemaCleaner
{
    private readonly byte[][] dropped;
    private readonly bool dropsUnsafePatterns;

    public SchemaCleaner(BackendProfile profile)
    {
        dropped = [.. profile.DropKeywords.Select(System.Text.Encoding.UTF8.GetBytes)];
        dropsUnsafePatterns = profile.DropUnsafePatterns;
    }

    /// <summary>Writes the schema as that of an object, whatever it lacks.</summary>
    /// <param name="schema">A JSON object, or empty.</param>
    /// <param name="output">Where it goes.</param>
    public void Write(ReadOnlySpan<byte> schema, JsonSplice output)
    {
        var reader = JsonScan.Over(schema);
        if (schema.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            output.Raw("{\"type\":\"object\",\"properties\":{}}"u8);
            return;
        }

        var members = Schema(ref reader, schema, output);
        output.CutTo(output.Length - 1);
        if (!members.HasType)
            Extra("\"type\":\"object\""u8);
        if (!members.HasProperties && !members.IsComposed)
            Extra("\"properties\":{}"u8);
        output.Raw((byte)'}');

        void Extra(ReadOnlySpan<byte> member)
        {
            if (output.Written[^1] != '{')
                output.Raw((byte)',');
            output.Raw(member);
        }
    }

    private readonly record struct Members(bool HasType, bool HasProperties, bool IsComposed);

    private Members Schema(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, JsonSplice output)
    {
        var members = default(Members);
        output.Raw((byte)'{');
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyText(ref reader, text);
            var name = JsonScan.Name(ref reader);
            reader.Read();
            if (IsDropped(name, ref reader))
            {
                reader.Skip();
                continue;
            }

            members = new Members(
                members.HasType || name.SequenceEqual("type"u8),
                members.HasProperties || name.SequenceEqual("properties"u8),
                members.IsComposed || name.SequenceEqual("anyOf"u8) || name.SequenceEqual("oneOf"u8) || name.SequenceEqual("allOf"u8) || name.SequenceEqual("$ref"u8));
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            output.Raw(key);
            output.Raw((byte)':');
            Value(SchemaKeyword.Of(name), ref reader, text, output);
        }

        output.Raw((byte)'}');
        return members;
    }

    private void Value(SchemaPlace place, ref Utf8JsonReader reader, ReadOnlySpan<byte> text, JsonSplice output)
    {
        switch (place, reader.TokenType)
        {
            case (SchemaPlace.Schema, JsonTokenType.StartObject):
                Schema(ref reader, text, output);
                break;
            case (SchemaPlace.Map or SchemaPlace.PatternMap, JsonTokenType.StartObject):
                Map(place, ref reader, text, output);
                break;
            case (SchemaPlace.Schema, JsonTokenType.StartArray):
                List(ref reader, text, output);
                break;
            default:
                Copy(ref reader, text, output);
                break;
        }
    }

    private void Map(SchemaPlace place, ref Utf8JsonReader reader, ReadOnlySpan<byte> text, JsonSplice output)
    {
        output.Raw((byte)'{');
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyText(ref reader, text);
            var isUnsafe = place == SchemaPlace.PatternMap && dropsUnsafePatterns && IsUnsafe(reader.ValueSpan);
            reader.Read();
            if (isUnsafe)
            {
                reader.Skip();
                continue;
            }

            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            output.Raw(key);
            output.Raw((byte)':');
            Value(SchemaPlace.Schema, ref reader, text, output);
        }

        output.Raw((byte)'}');
    }

    private void List(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, JsonSplice output)
    {
        output.Raw((byte)'[');
        var isFirst = true;
        while (JsonScan.NextElement(ref reader))
        {
            if (!isFirst)
                output.Raw((byte)',');
            isFirst = false;
            Value(SchemaPlace.Schema, ref reader, text, output);
        }

        output.Raw((byte)']');
    }

    private bool IsDropped(scoped ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        foreach (var keyword in dropped)
        {
            if (name.SequenceEqual(keyword))
                return true;
        }

        return dropsUnsafePatterns && reader.TokenType == JsonTokenType.String && name.SequenceEqual("pattern"u8) && IsUnsafe(reader.ValueSpan);
    }

    // As it stands in JSON: a backslash is two.
    private static bool IsUnsafe(ReadOnlySpan<byte> pattern) =>
        pattern.IndexOf("\\\\p"u8) >= 0 || pattern.IndexOf("\\\\P"u8) >= 0
        || pattern.IndexOf("(?="u8) >= 0 || pattern.IndexOf("(?!"u8) >= 0 || pattern.IndexOf("(?<="u8) >= 0 || pattern.IndexOf("(?<!"u8) >= 0;

    private static ReadOnlySpan<byte> KeyText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text) =>
        text.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);

    private static void Copy(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, JsonSplice output)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        output.Raw(text[start..(int)reader.BytesConsumed]);
    }
}
