namespace Errand.Jobs.Verification.Counting;

/// <summary><c>Tests:       1 failed, 2 skipped, 41 passed, 44 total</c>, or <c>No tests found, …</c>.</summary>
internal sealed class JestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.Begins("Tests: ") && Numbers.Before(line, "total") is not null)
            Add(Numbers.Sum(line, "passed"), Numbers.Sum(line, "failed"), Numbers.Sum(line, "skipped", "todo"));
        else if (line.Begins("No tests found, "))
            Add(0, 0, 0);
    }
}
