namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>One line of an ignore file.</summary>
internal sealed class IgnorePattern
{
    private readonly byte[] prefix;
    private readonly IgnoreGlob glob;
    private readonly bool matchesNameOnly;
    private readonly bool matchesDirectoriesOnly;

    private IgnorePattern(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'!', ..])
        {
            IsNegative = true;
            text = text[1..];
        }

        if (text is [.., (byte)'/'])
        {
            matchesDirectoriesOnly = true;
            text = text[..^1];
        }

        matchesNameOnly = !text.Contains((byte)'/');
        if (!matchesNameOnly && text[0] == '/')
            text = text[1..];

        // Git compares what comes before the first special character by itself and matches only the rest: "a**/b" is "a" and then "**/b".
        int special = text.IndexOfAny("*?[\\"u8);
        int fixedLength = special < 0 ? text.Length : matchesNameOnly ? 0 : special;
        prefix = text[..fixedLength].ToArray();
        glob = new IgnoreGlob(text[fixedLength..]);
    }

    /// <summary>Whether a match takes the path out of what is ignored.</summary>
    public bool IsNegative { get; }

    /// <summary>Reads a line without its line end; null = it holds no pattern.</summary>
    public static IgnorePattern? TryParse(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)'#', ..])
            return null;

        ReadOnlySpan<byte> text = TrimSpaces(line);
        return text.IsEmpty ? null : new IgnorePattern(text);
    }

    /// <param name="path">The path, relative to the ignore file's directory.</param>
    /// <param name="isDirectory">Whether it is a directory.</param>
    public bool IsMatch(ReadOnlySpan<byte> path, bool isDirectory)
    {
        if (matchesDirectoriesOnly && !isDirectory)
            return false;

        ReadOnlySpan<byte> text = matchesNameOnly ? path[(path.LastIndexOf((byte)'/') + 1)..] : path;
        return text.StartsWith(prefix) && glob.IsMatch(text[prefix.Length..]);
    }

    /// <summary>Trailing spaces do not count unless a backslash stands before them.</summary>
    private static ReadOnlySpan<byte> TrimSpaces(ReadOnlySpan<byte> line)
    {
        int length = 0;
        for (int i = 0; i < line.Length; i++)
        {
            bool isEscape = line[i] == '\\';
            if (isEscape)
                i++;
            if (isEscape || line[i] != ' ')
                length = Math.Min(i + 1, line.Length);
        }

        return line[..length];
    }
}
