namespace Errand.Jobs.Verification.Counting;

/// <summary>Python's unittest: <c>Ran 41 tests in 0.1s</c>, then <c>OK (skipped=2)</c> or <c>FAILED (failures=1, errors=1)</c>.</summary>
internal sealed class UnittestCounts : CountReader
{
    private int? run;

    public override void Read(string line, int indentation)
    {
        if (line.Begins("Ran ") && line.Holds(" in "))
        {
            run = Numbers.Before(line, "tests") ?? Numbers.Before(line, "test");
        }
        else if (run is { } total && (line is "OK" or "NO TESTS RAN" || line.Begins("OK (") || line.Begins("FAILED (")))
        {
            long failed = (Numbers.After(line, "failures=") ?? 0) + (long)(Numbers.After(line, "errors=") ?? 0);
            int skipped = Numbers.After(line, "skipped=") ?? 0;
            Add((int)Math.Max(0, total - failed - skipped), (int)Math.Min(int.MaxValue, failed), skipped);
            run = null;
        }
    }
}
