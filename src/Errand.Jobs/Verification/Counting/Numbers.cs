using System.Globalization;

namespace Errand.Jobs.Verification.Counting;

/// <summary>Reads the numbers in a summary line, in one pass and without patterns that could go back and forth in a hostile line.</summary>
internal static class Numbers
{
    /// <summary>The number in <c>41 passed</c>, for the word <c>passed</c>; null = there is none.</summary>
    public static int? Before(string line, string word)
    {
        for (int found = Find(line, word, 0); found >= 0; found = Find(line, word, found + 1))
        {
            int end = found;
            while (end > 0 && line[end - 1] == ' ')
                end--;
            int start = end;
            while (start > 0 && char.IsAsciiDigit(line[start - 1]))
                start--;
            if (end < found && start < end && (start == 0 || !IsPartOfNumber(line[start - 1])))
                return Parse(line.AsSpan(start, end - start));
        }

        return null;
    }

    /// <summary>The number in <c>Passed:   41</c> or <c>failures=1</c>, for the text <c>Passed:</c> or <c>failures=</c>; null = there is none.</summary>
    public static int? After(string line, string label)
    {
        int found = Find(line, label, 0);
        if (found < 0)
            return null;

        int start = found + label.Length;
        while (start < line.Length && line[start] == ' ')
            start++;
        int end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
            end++;
        return end > start ? Parse(line.AsSpan(start, end - start)) : null;
    }

    /// <summary>The sum of the numbers before the words that are there.</summary>
    public static int Sum(string line, params ReadOnlySpan<string> words)
    {
        long sum = 0;
        foreach (string word in words)
            sum += Before(line, word) ?? 0;
        return (int)Math.Min(int.MaxValue, sum);
    }

    /// <summary>Where a whole word stands.</summary>
    private static int Find(string line, string word, int from)
    {
        for (int found = from - 1; (found = line.IndexOf(word, found + 1, StringComparison.Ordinal)) >= 0;)
        {
            int end = found + word.Length;
            bool startsWord = found == 0 || !char.IsLetter(line[found - 1]);
            bool endsWord = !char.IsLetter(word[^1]) || end == line.Length || !char.IsLetter(line[end]);
            if (startsWord && endsWord)
                return found;
        }

        return -1;
    }

    private static bool IsPartOfNumber(char character) => char.IsLetterOrDigit(character) || character is '.' or ',' or '-' or '/';

    private static int? Parse(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
