namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// go test. <c>--- PASS:</c> lines come only with <c>-v</c>; without it passed tests are not counted, only failed ones, and packages whose
/// <c>ok</c> line ends with <c>[no tests to run]</c> ran none.
/// </summary>
internal sealed class GoCounts : CountReader
{
    private bool isVerbose;
    private bool ranPackage;
    private bool ranNothing;
    private int passed;
    private int failed;
    private int skipped;

    public override bool IsSilentOnSuccess => !isVerbose;

    public override void Read(string line, int indentation)
    {
        // Subtests are indented and belong to the test above them.
        if (indentation > 0)
            return;

        if (line.Begins("--- PASS: "))
            passed++;
        else if (line.Begins("--- FAIL: "))
            failed++;
        else if (line.Begins("--- SKIP: "))
            skipped++;
        else if (line.Begins("=== RUN "))
            isVerbose = true;
        else if (line.Begins("ok  \t") && line.Ends("[no tests to run]"))
            ranNothing = true;
        else if (line.Begins("?   \t") && line.Ends("[no test files]"))
            ranNothing = true;
        else if (line.Begins("ok  \t") || line.Begins("FAIL\t"))
            ranPackage = true;
    }

    public override void End()
    {
        if (isVerbose)
            Add(passed, failed, skipped);
        else if (failed > 0)
            Add(null, failed, skipped);
        else if (ranNothing && !ranPackage)
            Add(0, 0, 0);
    }
}
