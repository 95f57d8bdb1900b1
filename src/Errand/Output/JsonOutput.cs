using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Errand.Core;
using Errand.Terminals;

namespace Errand.Output;

/// <summary>Writes one JSON document and a line end to standard output.</summary>
internal static class JsonOutput
{
    public static void Write<T>(Terminal terminal, T value, JsonTypeInfo<T> type, OutputFormat format)
    {
        var options = new JsonWriterOptions
        {
            // Quotes and umlauts stay readable; HTML is nobody's concern here. What can hide is written out below.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Indented = format == OutputFormat.PrettyJson,
            NewLine = "\n",
        };
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, options))
            JsonSerializer.Serialize(writer, value, type);

        terminal.Bytes.Write(Ascii.IsValid(buffer.WrittenSpan) ? buffer.WrittenSpan : WriteOut(Encoding.UTF8.GetString(buffer.WrittenSpan)));
        terminal.Bytes.Write("\n"u8);
    }

    /// <summary>Writes invisible and bidirectional characters as <c>\u202e</c>: the same JSON, but nothing that a screen would obey.</summary>
    private static byte[] WriteOut(string json)
    {
        var text = new StringBuilder(json.Length);
        foreach (Rune character in json.EnumerateRunes())
        {
            string shown = character.ToString();
            if (character.IsAscii || Escaping.IsPlain(shown))
                text.Append(shown);
            else
                text.AppendJoin("", shown.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}")));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
