using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Translation.Json;

/// <summary>Walks one JSON text forward and hands out its pieces as they stand. What a caller does not read of a value is skipped.</summary>
internal ref struct JsonCursor
{
    private readonly ReadOnlyMemory<byte> memory;
    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;
    private ReadOnlySpan<byte> name;
    private bool isNameEscaped;

    /// <summary>Stands on the root value.</summary>
    /// <exception cref="JsonException">Also from every other member: the text is not JSON.</exception>
    public JsonCursor(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = JsonScan.Over(json);
        reader.Read();
    }

    /// <inheritdoc cref="JsonCursor(ReadOnlySpan{byte})"/>
    public JsonCursor(ReadOnlyMemory<byte> json)
        : this(json.Span) => memory = json;

    public readonly int Depth => reader.CurrentDepth;

    public readonly bool IsObject => reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsArray => reader.TokenType == JsonTokenType.StartArray;

    public readonly bool IsString => reader.TokenType == JsonTokenType.String;

    public readonly bool IsNumber => reader.TokenType == JsonTokenType.Number;

    public readonly bool IsNull => reader.TokenType == JsonTokenType.Null;

    public readonly bool IsTrue => reader.TokenType == JsonTokenType.True;

    /// <summary>Null if the value is not a boolean.</summary>
    public readonly bool? Flag => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    /// <summary>The content of a string, still escaped; empty if the value is none.</summary>
    public readonly ReadOnlySpan<byte> Text => IsString ? reader.ValueSpan : default;

    /// <summary>As <see cref="Text"/>, of a cursor over memory.</summary>
    public readonly JsonText TextSlice => IsString ? new JsonText(memory.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length)) : default;

    /// <summary>A number as it is written; empty if the value is none.</summary>
    public readonly RawJson NumberSlice => IsNumber ? new RawJson(memory.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length)) : default;

    /// <summary>Where the value begins.</summary>
    public readonly int Start => (int)reader.TokenStartIndex;

    /// <summary>Where the part that was read ends.</summary>
    public readonly int Position => (int)reader.BytesConsumed;

    /// <summary>The name of the current member, still escaped.</summary>
    public readonly ReadOnlySpan<byte> Name => name;

    /// <summary>Goes to the value of the next member of the object that began at <paramref name="depth"/>; false at its end.</summary>
    public bool NextMember(int depth)
    {
        while (reader.Read())
        {
            if (reader.CurrentDepth > depth + 1)
                continue;
            if (reader.CurrentDepth <= depth)
                return false;
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            name = reader.ValueSpan;
            isNameEscaped = reader.ValueIsEscaped;
            reader.Read();
            return true;
        }

        return false;
    }

    /// <summary>Goes to the next value of the array that began at <paramref name="depth"/>; false at its end.</summary>
    public bool NextElement(int depth)
    {
        while (reader.Read())
        {
            if (reader.CurrentDepth > depth + 1)
                continue;
            if (reader.CurrentDepth <= depth)
                return false;
            if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                return true;
        }

        return false;
    }

    public readonly bool NameIs(ReadOnlySpan<byte> expected) =>
        isNameEscaped ? JsonEscapes.Text(name) == Encoding.UTF8.GetString(expected) : name.SequenceEqual(expected);

    public readonly bool TextIs(ReadOnlySpan<byte> expected) =>
        IsString && (reader.ValueIsEscaped ? JsonEscapes.Text(reader.ValueSpan) == Encoding.UTF8.GetString(expected) : reader.ValueSpan.SequenceEqual(expected));

    /// <summary>The whole value as it is written, which is read thereby.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        int start = Start;
        reader.Skip();
        return json[start..Position];
    }

    /// <summary>As <see cref="Raw"/>, of a cursor over memory.</summary>
    public RawJson RawSlice()
    {
        int start = Start;
        reader.Skip();
        return new RawJson(memory[start..Position]);
    }

    /// <summary>A whole number; 0 if the value is none.</summary>
    public readonly long Long()
    {
        if (!IsNumber)
            return 0;
        if (reader.TryGetInt64(out long value))
            return value;
        return reader.TryGetDouble(out double real) && real is > long.MinValue and < long.MaxValue ? (long)real : 0;
    }

    /// <summary>The content of a string, unescaped; null if the value is none.</summary>
    public readonly string? Unescaped() => IsString ? JsonEscapes.Text(reader.ValueSpan) : null;

    /// <summary>The value of a member <c>error</c>; null if it says nothing.</summary>
    public UpstreamError? Error()
    {
        var value = JsonScan.Over(Raw());
        value.Read();
        return UpstreamErrorReader.Value(ref value);
    }

    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static void Check(ReadOnlySpan<byte> json) => new JsonCursor(json).Finish();

    /// <summary>Reads on to the end of the text, so that what follows the root value is refused.</summary>
    public void Finish()
    {
        while (reader.Read())
        {
        }
    }
}
