using System.Text.Json;

namespace Errand.Gateway.Translation.Json;

/// <summary>Forward reading of a message whose pieces are taken out as slices.</summary>
internal static class JsonScan
{
    // Deep enough for any real schema or argument, shallow enough for the recursion over one.
    private const int MaxDepth = 256;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    public static Utf8JsonReader Over(ReadOnlySpan<byte> utf8) => new(utf8, Options);

    /// <summary>The current property's name, unescaped.</summary>
    public static ReadOnlySpan<byte> Name(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;

        var plain = new JsonSplice();
        plain.Unescaped(reader.ValueSpan);
        return plain.ToArray();
    }

    /// <summary>Steps into the next member of the current object and onto its value.</summary>
    /// <returns>False at the object's end.</returns>
    public static bool NextMember(scoped ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            return false;

        name = Name(ref reader);
        return reader.Read();
    }

    /// <summary>Steps onto the next element of the current array.</summary>
    /// <returns>False at the array's end.</returns>
    public static bool NextElement(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>The current string's content as a slice of <paramref name="message"/>; empty if it is no string, which is skipped.</summary>
    public static JsonText Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> message)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new JsonText(message.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));

        reader.Skip();
        return JsonText.Empty;
    }

    /// <summary>The current value as a slice of <paramref name="message"/>; the reader is left at its end.</summary>
    public static RawJson Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> message)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new RawJson(message[start..(int)reader.BytesConsumed]);
    }

    /// <summary>The current string's content, escaped; empty if it is no string, which is skipped.</summary>
    public static ReadOnlySpan<byte> TextSpan(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan;

        reader.Skip();
        return default;
    }

    /// <summary>The current value as a slice of <paramref name="message"/>; the reader is left at its end.</summary>
    public static ReadOnlySpan<byte> ValueSpan(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return message[start..(int)reader.BytesConsumed];
    }

    /// <summary>As <see cref="ValueSpan(ref Utf8JsonReader, ReadOnlySpan{byte})"/> if the current value is of this kind; else empty.</summary>
    public static ReadOnlySpan<byte> ValueSpan(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> message, JsonTokenType kind)
    {
        var isOfKind = reader.TokenType == kind;
        var value = ValueSpan(ref reader, message);
        return isOfKind ? value : default;
    }

    /// <summary>The current string's text; null if it is no string, which is skipped.</summary>
    public static string? String(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
            return JsonEscapes.Text(reader.ValueSpan);

        reader.Skip();
        return null;
    }

    /// <summary>Whether the current value is <c>true</c>; anything else is skipped.</summary>
    public static bool IsTrue(ref Utf8JsonReader reader)
    {
        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    /// <summary>The current number, not below 0; 0 if it is none.</summary>
    public static long Count(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            reader.Skip();
            return 0;
        }

        if (reader.TryGetInt64(out var whole))
            return Math.Max(0, whole);

        return reader.TryGetDouble(out var number) && number is > 0 and < long.MaxValue ? (long)number : 0;
    }

    /// <summary>Whether the bytes are exactly one JSON value, and which kind.</summary>
    public static JsonTokenType KindOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = Over(utf8);
            if (!reader.Read())
                return JsonTokenType.None;

            var kind = reader.TokenType;
            reader.Skip();
            return reader.Read() ? JsonTokenType.None : kind;
        }
        catch (JsonException)
        {
            return JsonTokenType.None;
        }
    }

    /// <summary>Whether the bytes are the beginning of a JSON value that ends too early, and not something else.</summary>
    public static bool IsCut(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, isFinalBlock: false, new JsonReaderState(Options));
            while (reader.Read())
            {
            }

            return reader.CurrentDepth > 0 || reader.TokenType == JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
