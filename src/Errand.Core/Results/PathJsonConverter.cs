using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>
/// Writes the name of a file so that it comes back exactly. Bytes that are no UTF-8 are lone surrogates in our strings; the serializer would
/// write them all as U+FFFD, and two names become one. JSON itself allows <c>"\udc80"</c>, and readers such as Python's take it for that byte.
/// </summary>
public sealed class PathJsonConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.ValueIsEscaped)
            return reader.GetString();

        return Unescape(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (!HasLoneSurrogate(value))
        {
            writer.WriteStringValue(value);
            return;
        }

        var text = new StringBuilder("\"");
        foreach (char character in value)
        {
            if (character is >= ' ' and <= '~' and not ('"' or '\\'))
                text.Append(character);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        // Only our own escapes are in it; the writer's validation knows nothing of surrogates anyway.
        writer.WriteRawValue(text.Append('"').ToString(), skipInputValidation: true);
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (int index = 0; index < value.Length;)
        {
            if (Escaping.CharacterAt(value, index, out int length) is >= 0xD800 and <= 0xDFFF)
                return true;
            index += length;
        }

        return false;
    }

    private static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (int index = 0; index < escaped.Length; index++)
        {
            if (escaped[index] != '\\')
            {
                text.Append(escaped[index]);
                continue;
            }

            index++;
            if (escaped[index] == 'u')
            {
                text.Append((char)ushort.Parse(escaped.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                index += 4;
            }
            else
            {
                text.Append(escaped[index] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', char other => other });
            }
        }

        return text.ToString();
    }
}
