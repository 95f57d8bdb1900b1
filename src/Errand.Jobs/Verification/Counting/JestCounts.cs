namespace Errand.Jobs.Verification.Counting;

/// <summary><c>Tests:       1 failed, 2 skipped, 41 passed, 44 total</c>, or <c>No tests found, …</c>.</summary>
internal sealed class JestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.StartsWith("Tests: ", StringComparison.Ordinal) && Numbers.Before(line, "total") is not null)
            Add(Numbers.Before(line, "passed") ?? 0, Numbers.Before(line, "failed") ?? 0, (Numbers.Before(line, "skipped") ?? 0) + (Numbers.Before(line, "todo") ?? 0));
        else if (line.StartsWith("No tests found, ", StringComparison.Ordinal))
            Add(0, 0, 0);
    }
}
