using System.Globalization;
using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>
/// Reads a patch of git's, section by section. Only lines that begin as git writes headers are headers: inside a hunk its own counts say how many
/// lines belong to it, so that content cannot play a header.
/// </summary>
internal sealed class PatchReader(TextReader patch)
{
    /// <summary>More of a line is generated text, which no rule reads.</summary>
    private const int LongestLine = 64 << 10;

    private string? next;

    /// <summary>The sections of all files that still exist.</summary>
    public IEnumerable<PatchSection> Read()
    {
        next = ReadLine();
        while (next is not null)
        {
            if (next.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                if (ReadSection() is { } section)
                    yield return section;
            }
            else
            {
                next = ReadLine();
            }
        }
    }

    private PatchSection? ReadSection()
    {
        string? path = null;
        bool isNew = false;
        var lines = new List<PatchLine>();
        for (next = ReadLine(); next is not null && !next.StartsWith("diff --git ", StringComparison.Ordinal);)
        {
            if (next.StartsWith("@@ ", StringComparison.Ordinal))
            {
                ReadHunk(lines);
                continue;
            }

            isNew |= next.StartsWith("new file mode ", StringComparison.Ordinal);
            if (next.StartsWith("+++ ", StringComparison.Ordinal))
                path = PathOf(next[4..]);
            next = ReadLine();
        }

        return path is null ? null : new PatchSection(path, isNew, lines);
    }

    /// <summary><c>@@ -1,7 +1,9 @@ heading</c> and as many lines as it says.</summary>
    private void ReadHunk(List<PatchLine> lines)
    {
        string[] columns = next!.Split(' ', 5);
        int oldLeft = CountOf(columns[1]);
        int newLeft = CountOf(columns[2]);
        int number = int.Parse(columns[2].AsSpan(1).Slice(0, LengthOfNumber(columns[2])), NumberStyles.None, CultureInfo.InvariantCulture);
        lines.Add(new PatchLine('@', 0, columns.Length > 4 ? columns[4] : ""));
        for (next = ReadLine(); next is not null && (oldLeft > 0 || newLeft > 0 || next.StartsWith('\\')); next = ReadLine())
        {
            char mark = next.Length == 0 ? ' ' : next[0];
            string text = next.Length == 0 ? "" : next[1..];
            switch (mark)
            {
                case '+':
                    lines.Add(new PatchLine(mark, number++, text));
                    newLeft--;
                    break;
                case '-':
                    lines.Add(new PatchLine(mark, 0, text));
                    oldLeft--;
                    break;
                case ' ':
                    lines.Add(new PatchLine(mark, number++, text));
                    oldLeft--;
                    newLeft--;
                    break;
            }
        }
    }

    private static int LengthOfNumber(string column)
    {
        int comma = column.IndexOf(',', StringComparison.Ordinal);
        return (comma < 0 ? column.Length : comma) - 1;
    }

    private static int CountOf(string column)
    {
        int comma = column.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? 1 : int.Parse(column.AsSpan(comma + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary><c>b/path</c>, in C quotes where it has special characters; null = the file is gone.</summary>
    private static string? PathOf(string text)
    {
        string name = text.TrimEnd('\t');
        if (name == "/dev/null")
            return null;
        if (name.StartsWith('"') && name.EndsWith('"'))
            name = Unquote(name[1..^1]);
        return name.StartsWith("b/", StringComparison.Ordinal) ? name[2..] : name;
    }

    private static string Unquote(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[index].ToString()));
                continue;
            }

            char escaped = text[++index];
            if (escaped is >= '0' and <= '3' && index + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(index, 3), 8));
                index += 2;
                continue;
            }

            bytes.Add((byte)(escaped switch { 'a' => '\a', 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', 'v' => '\v', _ => escaped }));
        }

        return GitPath.Decode(bytes.ToArray());
    }

    /// <summary>A line without its end, cut where no rule reads on; only LF ends one.</summary>
    private string? ReadLine()
    {
        var line = new StringBuilder();
        for (int value; (value = patch.Read()) >= 0;)
        {
            if (value == '\n')
                return line.ToString();
            if (line.Length < LongestLine)
                line.Append((char)value);
        }

        return line.Length > 0 ? line.ToString() : null;
    }
}
