namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>The patterns of one ignore file; the last one that matches decides.</summary>
internal sealed class IgnoreFile
{
    private readonly List<IgnorePattern> patterns = [];

    public IgnoreFile(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\ufeff"u8))
            content = content[3..];

        foreach (Range line in content.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> text = content[line];
            if (IgnorePattern.TryParse(text is [.., (byte)'\r'] ? text[..^1] : text) is { } pattern)
                patterns.Add(pattern);
        }
    }

    /// <summary>Whether the path is ignored; null = no pattern says anything.</summary>
    public bool? Decide(ReadOnlySpan<byte> path, bool isDirectory)
    {
        for (int i = patterns.Count - 1; i >= 0; i--)
        {
            if (patterns[i].IsMatch(path, isDirectory))
                return !patterns[i].IsNegative;
        }

        return null;
    }
}
