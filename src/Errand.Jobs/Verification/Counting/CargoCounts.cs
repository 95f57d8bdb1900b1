namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// <c>test result: ok. 41 passed; 0 failed; 1 ignored; 0 measured; …</c> of cargo test, once per test binary;
/// <c>Summary [ 0.1s] 41 tests run: 40 passed, 1 failed, 2 skipped</c> of nextest.
/// </summary>
internal sealed class CargoCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.Begins("test result: ") && Numbers.Before(line, "passed") is { } passed)
            Add(passed, Numbers.Sum(line, "failed"), Numbers.Sum(line, "ignored"));
        else if (line.Begins("Summary [") && Numbers.Before(line, "tests") is not null)
            Add(Numbers.Sum(line, "passed"), Numbers.Sum(line, "failed"), Numbers.Sum(line, "skipped"));
    }
}
