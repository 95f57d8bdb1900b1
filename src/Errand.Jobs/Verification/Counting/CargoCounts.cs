namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// <c>test result: ok. 41 passed; 0 failed; 1 ignored; 0 measured; …</c> of cargo test, once per test binary;
/// <c>Summary [ 0.1s] 41 tests run: 40 passed, 1 failed, 2 skipped</c> of nextest.
/// </summary>
internal sealed class CargoCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.StartsWith("test result: ", StringComparison.Ordinal) && Numbers.Before(line, "passed") is { } passed)
            Add(passed, Numbers.Before(line, "failed") ?? 0, Numbers.Before(line, "ignored"));
        else if (line.StartsWith("Summary [", StringComparison.Ordinal) && Numbers.Before(line, "tests") is not null)
            Add(Numbers.Before(line, "passed") ?? 0, Numbers.Before(line, "failed") ?? 0, Numbers.Before(line, "skipped"));
    }
}
