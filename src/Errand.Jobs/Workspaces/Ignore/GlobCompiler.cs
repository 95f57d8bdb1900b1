namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>Reads the pattern language of gitignore(5).</summary>
internal static class GlobCompiler
{
    public static List<GlobToken> Compile(ReadOnlySpan<byte> pattern)
    {
        var tokens = new List<GlobToken>();
        int position = 0;
        while (position < pattern.Length)
        {
            switch (pattern[position])
            {
                case (byte)'*':
                    position = AddStars(pattern, position, tokens);
                    break;
                case (byte)'?':
                    tokens.Add(new GlobToken(GlobTokenKind.One));
                    position++;
                    break;
                case (byte)'[':
                    var set = new GlobSet();
                    position = set.Read(pattern, position + 1);
                    tokens.Add(position < 0 ? new GlobToken(GlobTokenKind.Never) : new GlobToken(GlobTokenKind.Set, Set: set.Members));
                    if (position < 0)
                        return tokens;
                    break;
                case (byte)'\\' when position + 1 == pattern.Length:
                    tokens.Add(new GlobToken(GlobTokenKind.Never));
                    return tokens;
                default:
                    if (pattern[position] == '\\')
                        position++;
                    tokens.Add(new GlobToken(GlobTokenKind.Byte, pattern[position++]));
                    break;
            }
        }

        return tokens;
    }

    /// <summary>Two or more stars between slashes, or between a slash and an end, cross directories; elsewhere they are one star.</summary>
    private static int AddStars(ReadOnlySpan<byte> pattern, int position, List<GlobToken> tokens)
    {
        int end = position;
        while (end < pattern.Length && pattern[end] == '*')
            end++;

        bool begins = position == 0 || pattern[position - 1] == '/';
        ReadOnlySpan<byte> rest = pattern[end..];
        bool ends = rest.IsEmpty || rest[0] == '/' || rest.StartsWith("\\/"u8);
        if (end - position == 1 || !begins || !ends)
        {
            tokens.Add(new GlobToken(GlobTokenKind.Many));
            return end;
        }

        // "**/" also stands for no directory at all.
        bool isOptional = !rest.IsEmpty && rest[0] == '/';
        if (isOptional)
            tokens.Add(new GlobToken(GlobTokenKind.MaySkipTwo));
        tokens.Add(new GlobToken(GlobTokenKind.ManyAndSlashes));
        return end;
    }
}
