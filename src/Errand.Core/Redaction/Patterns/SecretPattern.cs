namespace Errand.Core.Redaction;

/// <summary>A pattern that is tried where a keyword stands: what is before the keyword, and what begins with it.</summary>
internal sealed class SecretPattern
{
    private readonly RunNode? before;
    private readonly PatternNode from;

    /// <param name="text">As in <c>rules.tsv</c>; a first part that ends in <c>@</c> stands before the keyword.</param>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public SecretPattern(string text)
    {
        int anchor = text.IndexOf('@', StringComparison.Ordinal);
        bool hasBefore = text.StartsWith('[') && anchor > 0 && text[anchor - 1] == '}' && text.IndexOf('}', StringComparison.Ordinal) == anchor - 1;
        before = !hasBefore ? null : PatternParser.Parse(text[..anchor]) as RunNode ?? throw new FormatException($"Before the @ of {Escaping.Quote(text)} only one set can stand.");
        from = PatternParser.Parse(hasBefore ? text[(anchor + 1)..] : text);
    }

    /// <summary>What stands before the keyword.</summary>
    public RunNode? Before => before;

    /// <summary>What begins with the keyword, or with the assigned value.</summary>
    public PatternNode From => from;

    /// <summary>Matches around a keyword that stands at a position.</summary>
    /// <returns>The secret; an empty range = there is none.</returns>
    public (int Start, int End) Match(ReadOnlySpan<byte> text, int keyword)
    {
        int start = keyword;
        if (before is not null)
        {
            int length = before.Set.RunAtEndOf(text[Math.Max(0, keyword - before.Most - 1)..keyword]);
            if (length < before.Least || length > before.Most)
                return default;
            start -= length;
        }

        if (ByteSet.Word.Contains(text[start]) && !Boundary.IsBefore(text, start))
            return default;
        return Complete(text, start, keyword);
    }

    /// <summary>Matches an assigned value, which needs no boundary before it.</summary>
    /// <returns>The secret; an empty range = there is none.</returns>
    public (int Start, int End) MatchValue(ReadOnlySpan<byte> text, int value) => Complete(text, value, value);

    private (int Start, int End) Complete(ReadOnlySpan<byte> text, int start, int at)
    {
        var marks = new SecretMarks();
        int end = from.Match(text, at, ref marks);
        if (end < 0)
            return default;
        int secretEnd = marks.End >= 0 ? marks.End : end;
        if (secretEnd == end && end < text.Length && (ByteSet.Word.Contains(text[end]) || from.Tail?.Contains(text[end]) == true) && end - at < PatternParser.LongestRun)
            return default;
        return (marks.Start >= 0 ? marks.Start : start, secretEnd);
    }
}
