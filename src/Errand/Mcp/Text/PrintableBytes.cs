using System.Text;
using Errand.Core;

namespace Errand.Mcp.Text;

/// <summary>Bytes of unknown origin as text that is safe to show: no UTF-8 is <c>\xff</c>, a tab stays a tab.</summary>
internal static class PrintableBytes
{
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (Range part in bytes.Split((byte)'\t'))
        {
            if (part.Start.Value > 0)
                text.Append('\t');
            text.Append(Escaping.Escape(Decode(bytes[part])));
        }

        return text.ToString();
    }

    /// <summary>The length without a character that is cut off at the end; at least 1.</summary>
    public static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (int cut = 1; cut <= Math.Min(3, bytes.Length - 1); cut++)
        {
            byte first = bytes[^cut];
            if ((first & 0xC0) == 0x80)
                continue;
            int needed = first switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return needed > cut ? bytes.Length - cut : bytes.Length;
        }

        return bytes.Length;
    }

    /// <summary>Undecodable bytes become the lone surrogates that <see cref="Escaping"/> writes as bytes.</summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune character, out int length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(character);
                bytes = bytes[length..];
            }
            else
            {
                text.Append((char)(0xDC00 + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }
}
