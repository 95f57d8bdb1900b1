namespace Errand.Jobs.Verification.Counting;

/// <summary><c>41 passing (2s)</c>, then <c>2 pending</c> and <c>1 failing</c> on lines of their own.</summary>
internal sealed class MochaCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (indentation == 0)
            return;
        if (StartsWith(line, "passing") is { } passed)
            Add(passed, 0, 0);
        else if (Counts is not null && StartsWith(line, "failing") is { } failed)
            Add(null, failed, 0);
        else if (Counts is not null && StartsWith(line, "pending") is { } pending)
            Add(null, null, pending);
    }

    /// <summary>The number when it opens the line and nothing but a time follows the word.</summary>
    private static int? StartsWith(string line, string word)
    {
        int end = line.IndexOf(word, StringComparison.Ordinal) + word.Length;
        bool isAlone = end == line.Length || (end + 1 < line.Length && line[end] == ' ' && line[end + 1] == '(');
        return end >= word.Length && isAlone && Numbers.Before(line, word) is { } number && line.Begins($"{number} {word}")
            ? number
            : null;
    }
}
