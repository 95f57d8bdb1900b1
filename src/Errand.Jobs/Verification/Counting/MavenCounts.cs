namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// <c>[ERROR] Tests run: 41, Failures: 1, Errors: 0, Skipped: 2</c> of Surefire, once per module; the lines of single classes have a time.
/// <c>41 tests completed, 1 failed, 2 skipped</c> of Gradle, which says so only when something failed.
/// </summary>
internal sealed class MavenCounts : CountReader
{
    private bool isGradle;

    public override bool IsSilentOnSuccess => isGradle;

    public override void Read(string line, int indentation)
    {
        if (line.Holds("Tests run:"))
        {
            if (line.Holds("Time elapsed")
                || Numbers.After(line, "Tests run:") is not { } run
                || Numbers.After(line, "Failures:") is not { } failures)
                return;

            int skipped = Numbers.After(line, "Skipped:") ?? 0;
            long failed = failures + (long)(Numbers.After(line, "Errors:") ?? 0);
            Add((int)Math.Max(0, run - failed - skipped), (int)Math.Min(int.MaxValue, failed), skipped);
        }
        else if (Numbers.Before(line, "tests completed") is { } completed && Numbers.Before(line, "failed") is { } failed)
        {
            isGradle = true;
            int skipped = Numbers.Before(line, "skipped") ?? 0;
            Add((int)Math.Max(0, (long)completed - failed - skipped), failed, skipped);
        }
    }
}
