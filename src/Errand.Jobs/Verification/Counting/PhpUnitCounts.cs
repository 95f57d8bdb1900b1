namespace Errand.Jobs.Verification.Counting;

/// <summary><c>OK (41 tests, 80 assertions)</c>, <c>Tests: 41, Assertions: 80, Errors: 1, Failures: 1, Skipped: 2.</c> or <c>No tests executed!</c>.</summary>
internal sealed class PhpUnitCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if (line.Begins("OK (") && line.Holds(" assertion")
            && (Numbers.Before(line, "tests") ?? Numbers.Before(line, "test")) is { } good)
        {
            Add(good, 0, 0);
        }
        else if (line.Begins("Tests: ") && Numbers.After(line, "Assertions:") is not null && Numbers.After(line, "Tests:") is { } run)
        {
            long failed = (Numbers.After(line, "Failures:") ?? 0) + (long)(Numbers.After(line, "Errors:") ?? 0);
            long skipped = (Numbers.After(line, "Skipped:") ?? 0) + (long)(Numbers.After(line, "Incomplete:") ?? 0);
            Add((int)Math.Max(0, run - failed - skipped), (int)Math.Min(run, failed), (int)Math.Min(run, skipped));
        }
        else if (line == "No tests executed!")
        {
            Add(0, 0, 0);
        }
    }
}
