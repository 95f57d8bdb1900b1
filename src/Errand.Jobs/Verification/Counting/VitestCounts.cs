namespace Errand.Jobs.Verification.Counting;

/// <summary><c>Tests  1 failed | 41 passed | 2 skipped (44)</c>, or <c>No test files found, …</c>.</summary>
internal sealed class VitestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.Begins("Tests  ") && (line.EndsWith(')') || line.Ends("no tests")))
            Add(Numbers.Sum(line, "passed"), Numbers.Sum(line, "failed"), Numbers.Sum(line, "skipped", "todo"));
        else if (line.Begins("No test files found"))
            Add(0, 0, 0);
    }
}
