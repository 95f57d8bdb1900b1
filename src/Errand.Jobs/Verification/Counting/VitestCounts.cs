namespace Errand.Jobs.Verification.Counting;

/// <summary><c>Tests  1 failed | 41 passed | 2 skipped (44)</c>, or <c>No test files found, …</c>.</summary>
internal sealed class VitestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.StartsWith("Tests  ", StringComparison.Ordinal) && (line.EndsWith(')') || line.EndsWith("no tests", StringComparison.Ordinal)))
            Add(Numbers.Before(line, "passed") ?? 0, Numbers.Before(line, "failed") ?? 0, (Numbers.Before(line, "skipped") ?? 0) + (Numbers.Before(line, "todo") ?? 0));
        else if (line.StartsWith("No test files found", StringComparison.Ordinal))
            Add(0, 0, 0);
    }
}
