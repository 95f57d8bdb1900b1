namespace Errand.Jobs.Verification.Counting;

/// <summary><c>==== 1 failed, 41 passed, 2 skipped in 0.12s ====</c>, with <c>-q</c> without the bars, or <c>no tests ran in 0.01s</c>.</summary>
internal sealed class PytestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        string text = line.Trim('=').Trim();
        int time = text.LastIndexOf(" in ", StringComparison.Ordinal);
        if (indentation > 0 || time < 0 || time + 4 == text.Length || !char.IsAsciiDigit(text[time + 4]) || !text.Contains('s', StringComparison.Ordinal))
            return;

        if (text.StartsWith("no tests ran", StringComparison.Ordinal))
        {
            Add(0, 0, 0);
            return;
        }

        int? passed = Numbers.Before(text, "passed");
        int? failed = Numbers.Before(text, "failed");
        int? errors = Numbers.Before(text, "errors") ?? Numbers.Before(text, "error");
        int? skipped = Numbers.Before(text, "skipped");
        int? deselected = Numbers.Before(text, "deselected");
        int? expected = Numbers.Before(text, "xfailed");
        int? unexpected = Numbers.Before(text, "xpassed");

        // The line holds nothing else: a sentence that ends with "in 5 steps" is none.
        if (char.IsAsciiDigit(text[0]) && (passed ?? failed ?? errors ?? skipped ?? deselected ?? expected ?? unexpected) is not null)
            Add(Sum(passed, expected, unexpected), Sum(failed, errors), skipped);
    }

    private static int Sum(params ReadOnlySpan<int?> numbers)
    {
        long sum = 0;
        foreach (int? number in numbers)
            sum += number ?? 0;
        return (int)Math.Min(int.MaxValue, sum);
    }
}
