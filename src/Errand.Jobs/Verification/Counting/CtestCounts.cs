namespace Errand.Jobs.Verification.Counting;

/// <summary><c>97% tests passed, 1 tests failed out of 41</c>, or <c>No tests were found!!!</c>.</summary>
internal sealed class CtestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.Holds("% tests passed") && Numbers.After(line, "out of") is { } total)
        {
            int failed = Math.Min(total, Numbers.After(line, "tests passed,") ?? 0);
            Add(total - failed, failed, 0);
        }
        else if (line == "No tests were found!!!")
        {
            Add(0, 0, 0);
        }
    }
}
