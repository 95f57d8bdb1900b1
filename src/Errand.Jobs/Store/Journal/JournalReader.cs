using System.Text.Json;
using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>
/// Reads a journal, while somebody may be appending to it. A last line without its line end, or one that is cut, was torn by
/// a crash or is being written this moment: it is left out. A bad line before the last is damage and is said so.
/// </summary>
public static class JournalReader
{
    public static JournalContent Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = ReadShared(path);
        }
        catch (IOException cause)
        {
            throw new ErrandException(
                ErrorCatalog.StateDamaged,
                $"The journal '{path}' cannot be read: {cause.Message.TrimEnd('.')}. Move its directory away; other jobs are not affected.",
                cause);
        }

        var entries = new List<JournalEntry>();
        int start = 0;
        while (start < bytes.Length)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
                break;

            JournalEntry? entry = Parse(bytes.AsSpan(start, length), out string? fault);
            if (entry is null || entry.Seq != entries.Count + 1)
            {
                bool isLast = start + length + 1 == bytes.Length;
                if (isLast && entry is null)
                    break;

                throw new ErrandException(
                    ErrorCatalog.StateDamaged,
                    $"The journal '{path}' is damaged at line {entries.Count + 1}: {fault ?? "its number is out of order"}. Move its directory away; other jobs are not affected.");
            }

            entries.Add(entry);
            start += length + 1;
        }

        return new JournalContent(entries, start);
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] bytes = new byte[file.Length];
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static JournalEntry? Parse(ReadOnlySpan<byte> line, out string? fault)
    {
        try
        {
            fault = null;
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
        }
        catch (Exception cause) when (cause is JsonException or NotSupportedException)
        {
            fault = cause.Message;
            return null;
        }
    }
}
