namespace Errand.Jobs.Verification.Counting;

/// <summary>The Test Anything Protocol: <c>1..3</c>, <c>ok 1 - name</c>, <c>not ok 2 - name</c>, <c># SKIP</c> and <c># TODO</c>; subtests are indented.</summary>
internal sealed class TapCounts : CountReader
{
    private bool hasPlan;
    private int passed;
    private int failed;
    private int skipped;

    /// <summary>Other runners print TAP as well and then count by themselves.</summary>
    public override bool IsFallback => true;

    public override void Read(string line, int indentation)
    {
        if (indentation > 0)
            return;

        if (line.Begins("1..") && line.Length > 3 && char.IsAsciiDigit(line[3]))
        {
            hasPlan = true;
            return;
        }

        bool isOk = IsResult(line, "ok ");
        if (!isOk && !IsResult(line, "not ok "))
            return;
        if (line.Contains("# SKIP", StringComparison.OrdinalIgnoreCase) || line.Contains("# TODO", StringComparison.OrdinalIgnoreCase))
            skipped++;
        else if (isOk)
            passed++;
        else
            failed++;
    }

    public override void End()
    {
        if (hasPlan)
            Add(passed, failed, skipped);
    }

    private static bool IsResult(string line, string beginning) =>
        line.Begins(beginning) && line.Length > beginning.Length
        && (char.IsAsciiDigit(line[beginning.Length]) || line[beginning.Length] == '-');
}
