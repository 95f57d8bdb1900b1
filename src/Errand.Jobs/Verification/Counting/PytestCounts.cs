namespace Errand.Jobs.Verification.Counting;

/// <summary><c>==== 1 failed, 41 passed, 2 skipped in 0.12s ====</c>, with <c>-q</c> without the bars, or <c>no tests ran in 0.01s</c>.</summary>
internal sealed class PytestCounts : CountReader
{
    private static readonly string[] Outcomes = ["passed", "failed", "errors", "error", "skipped", "deselected", "xfailed", "xpassed"];

    public override void Read(string line, int indentation)
    {
        string text = line.Trim('=').Trim();
        int time = text.LastIndexOf(" in ", StringComparison.Ordinal);
        if (indentation > 0 || time < 0 || time + 4 == text.Length || !char.IsAsciiDigit(text[time + 4]) || !text.Contains('s'))
            return;

        if (text.Begins("no tests ran"))
        {
            Add(0, 0, 0);
            return;
        }

        // The line begins with a count: a sentence that ends with "in 5 steps" does not.
        if (char.IsAsciiDigit(text[0]) && Array.Exists(Outcomes, outcome => Numbers.Before(text, outcome) is not null))
            Add(Numbers.Sum(text, "passed", "xfailed", "xpassed"), Numbers.Sum(text, "failed", "errors", "error"), Numbers.Sum(text, "skipped"));
    }
}
