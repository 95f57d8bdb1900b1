namespace Errand.Jobs.Verification.Counting;

/// <summary><c>41 runs, 80 assertions, 1 failures, 0 errors, 2 skips</c> of minitest, <c>41 tests, 80 assertions, …</c> of test-unit.</summary>
internal sealed class MinitestCounts : CountReader
{
    public override void Read(string line, int indentation)
    {
        if ((Numbers.Before(line, "runs") ?? Numbers.Before(line, "tests")) is not { } run
            || Numbers.Before(line, "assertions") is null || Numbers.Before(line, "failures") is not { } failures)
            return;

        int skipped = Numbers.Before(line, "skips") ?? Numbers.Before(line, "omissions") ?? 0;
        long failed = failures + (long)(Numbers.Before(line, "errors") ?? 0);
        Add((int)Math.Max(0, run - failed - skipped), (int)Math.Min(int.MaxValue, failed), skipped);
    }
}
