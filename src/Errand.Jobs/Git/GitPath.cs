using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Errand.Jobs.Git;

/// <summary>
/// Paths are bytes to git and to the kernel, strings to us. Bytes that are no UTF-8 become lone surrogates U+DC80 to U+DCFF,
/// so every path survives the way there and back, and two different paths are never the same string.
/// </summary>
internal static class GitPath
{
    private const char FirstEscape = '\udc80';
    private const char LastEscape = '\udcff';
    private const int EscapeBase = 0xDC00;

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == OperationStatus.Done)
                text.Append(rune);
            else
                foreach (byte stray in bytes[..consumed])
                    text.Append((char)(EscapeBase + stray));

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    public static byte[] Encode(string path)
    {
        if (!HasEscapes(path))
            return Encoding.UTF8.GetBytes(path);

        var bytes = new MemoryStream(path.Length);
        int from = 0;
        for (int i = 0; i <= path.Length; i++)
        {
            bool isEscape = i < path.Length && IsEscapeAt(path, i);
            if (i < path.Length && !isEscape)
                continue;

            bytes.Write(Encoding.UTF8.GetBytes(path, from, i - from));
            if (isEscape)
                bytes.WriteByte((byte)(path[i] - EscapeBase));
            from = i + 1;
        }

        return bytes.ToArray();
    }

    /// <summary>Whether the path holds bytes that are no UTF-8.</summary>
    public static bool HasEscapes(string path)
    {
        for (int i = path.AsSpan().IndexOfAnyInRange(FirstEscape, LastEscape); i >= 0 && i < path.Length; i++)
        {
            if (IsEscapeAt(path, i))
                return true;
        }

        return false;
    }

    /// <summary>The path in double quotes with C escapes: how fast-import and the line-based commands take any path.</summary>
    public static byte[] Quote(string path)
    {
        byte[] bytes = Encode(path);
        var quoted = new ArrayBufferWriter<byte>(bytes.Length + 16);
        quoted.Write("\""u8);
        foreach (byte value in bytes)
        {
            if (value is < 0x20 or 0x7F or (byte)'"' or (byte)'\\')
                quoted.Write([(byte)'\\', (byte)('0' + (value >> 6)), (byte)('0' + ((value >> 3) & 7)), (byte)('0' + (value & 7))]);
            else
                quoted.Write([value]);
        }

        quoted.Write("\""u8);
        return quoted.WrittenSpan.ToArray();
    }

    /// <summary>The directory of a path; empty for one at the root.</summary>
    public static string DirectoryOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>The last name of a path.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The path of a name in a directory, which is empty for the root.</summary>
    public static string Join(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";

    private static bool IsEscapeAt(string path, int index) =>
        path[index] is >= FirstEscape and <= LastEscape && (index == 0 || !char.IsHighSurrogate(path[index - 1]));
}
