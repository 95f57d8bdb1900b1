namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// What dotnet test prints, by VSTest, by the terminal logger and by Microsoft.Testing.Platform:
/// <code>
/// Failed!  - Failed:     1, Passed:    40, Skipped:     0, Total:    41, Duration: 1 s - A.Tests.dll (net10.0)
/// Test summary: total: 41, failed: 1, succeeded: 40, skipped: 0, duration: 1.6s
/// Total tests: 41              Test run summary: Failed!
///      Passed: 40                total: 41
///      Failed: 1                 failed: 1
///                                succeeded: 40
/// </code>
/// </summary>
internal sealed class DotnetCounts : CountReader
{
    private bool isInBlock;
    private int? passed;
    private int? failed;
    private int? skipped;

    public override void Read(string line, int indentation)
    {
        if (isInBlock && ReadBlockLine(line))
            return;

        EndBlock();
        if (line.Holds("! - Failed:") || line.Holds("!  - Failed:"))
        {
            Add(Numbers.After(line, "Passed:"), Numbers.After(line, "Failed:"), Numbers.After(line, "Skipped:"));
        }
        else if (line.Holds("Test summary: total:"))
        {
            Add(Numbers.After(line, "succeeded:"), Numbers.After(line, "failed:"), Numbers.After(line, "skipped:"));
        }
        else if (line.Begins("Total tests:") || line.Begins("Test run summary:"))
        {
            isInBlock = true;
            (passed, failed, skipped) = (0, 0, 0);
        }
        else if (line.Begins("No test is available in ") || line.Begins("No test matches the given testcase filter"))
        {
            Add(0, 0, 0);
        }
    }

    public override void End() => EndBlock();

    private bool ReadBlockLine(string line)
    {
        if (line.Begins("total:"))
            return true;
        if (Value(line, "Passed:", "succeeded:") is { } good)
            passed = good;
        else if (Value(line, "Failed:", "failed:") is { } bad)
            failed = bad;
        else if (Value(line, "Skipped:", "skipped:") is { } left)
            skipped = left;
        else
            return false;
        return true;
    }

    private void EndBlock()
    {
        if (isInBlock)
            Add(passed, failed, skipped);
        isInBlock = false;
    }

    private static int? Value(string line, string label, string other) =>
        line.Begins(label) ? Numbers.After(line, label)
        : line.Begins(other) ? Numbers.After(line, other)
        : null;
}
