using System.Buffers;
using System.Buffers.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Verification;

/// <summary>Reads git's patches hunk by hunk: which lines are added to which file, and which are taken away.</summary>
internal ref struct PatchReader(ReadOnlySpan<byte> patch)
{
    private readonly ArrayBufferWriter<byte> added = new();
    private readonly ArrayBufferWriter<byte> removed = new();
    private readonly List<(int Offset, int Line)> lines = [];
    private ReadOnlySpan<byte> rest = patch;

    /// <summary>The changed file's path, in the form of <see cref="GitPath"/>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The lines that the hunk adds.</summary>
    public readonly ReadOnlySpan<byte> Added => added.WrittenSpan;

    /// <summary>The lines that it takes away.</summary>
    public readonly ReadOnlySpan<byte> Removed => removed.WrittenSpan;

    /// <summary>The line, in the changed file, at an offset in <see cref="Added"/>.</summary>
    public readonly int LineOf(int offset)
    {
        int index = lines.FindLastIndex(line => line.Offset <= offset);
        return index < 0 ? 0 : lines[index].Line;
    }

    /// <summary>Goes on to the next hunk of text; false = there is none.</summary>
    public bool ReadHunk()
    {
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = NextLine();
            if (line.StartsWith("+++ "u8))
                Path = PathOf(line[4..].TrimEnd((byte)'\n'));
            else if (line.StartsWith("@@ -"u8))
                return ReadLines(line);
        }

        return false;
    }

    private bool ReadLines(ReadOnlySpan<byte> header)
    {
        added.ResetWrittenCount();
        removed.ResetWrittenCount();
        lines.Clear();
        ReadOnlySpan<byte> numbers = header[4..];
        (_, int oldLines) = RangeOf(numbers);
        (int number, int newLines) = RangeOf(numbers[(numbers.IndexOf((byte)'+') + 1)..]);

        // Counted, because an added line may look like a header.
        while ((oldLines > 0 || newLines > 0) && !rest.IsEmpty)
        {
            ReadOnlySpan<byte> line = NextLine();
            switch (line[0])
            {
                case (byte)'+':
                    lines.Add((added.WrittenCount, number++));
                    added.Write(line[1..]);
                    newLines--;
                    break;
                case (byte)'-':
                    removed.Write(line[1..]);
                    oldLines--;
                    break;
                case (byte)'\\':
                    break;
                default:
                    number++;
                    oldLines--;
                    newLines--;
                    break;
            }
        }

        return true;
    }

    /// <summary><c>12,3</c>, or <c>12</c> for one line.</summary>
    private static (int Start, int Count) RangeOf(ReadOnlySpan<byte> text)
    {
        _ = Utf8Parser.TryParse(text, out int start, out int length);
        if (length >= text.Length || text[length] != (byte)',')
            return (start, 1);
        _ = Utf8Parser.TryParse(text[(length + 1)..], out int count, out _);
        return (start, count);
    }

    private ReadOnlySpan<byte> NextLine()
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? rest : rest[..(end + 1)];
        rest = rest[line.Length..];
        return line;
    }

    /// <summary><c>b/path</c>, or in quotes with C's escapes; a tab ends a path that has blanks.</summary>
    private static string PathOf(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> path = text.TrimEnd((byte)'\t');
        if (path.StartsWith("\""u8))
            path = Unquote(path[1..^1]);
        return path.StartsWith("b/"u8) ? GitPath.Decode(path[2..]) : "";
    }

    private static byte[] Unquote(ReadOnlySpan<byte> text)
    {
        var bytes = new List<byte>(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != (byte)'\\' || at + 1 >= text.Length)
            {
                bytes.Add(text[at]);
            }
            else if (text[at + 1] is >= (byte)'0' and <= (byte)'3' && at + 3 < text.Length)
            {
                bytes.Add((byte)(((text[at + 1] - '0') << 6) | ((text[at + 2] - '0') << 3) | (text[at + 3] - '0')));
                at += 3;
            }
            else
            {
                bytes.Add((char)text[++at] switch { 'a' => 7, 'b' => 8, 't' => 9, 'n' => 10, 'v' => 11, 'f' => 12, 'r' => 13, var other => (byte)other });
            }
        }

        return [.. bytes];
    }
}
