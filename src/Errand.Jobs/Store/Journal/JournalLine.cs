using System.Buffers;
using System.Text.Json;

namespace Errand.Jobs.Store;

/// <summary>A journal entry as the bytes of its line.</summary>
internal static class JournalLine
{
    public static byte[] Of(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
            JsonSerializer.Serialize(json, entry, JournalJson.Default.JournalEntry);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
