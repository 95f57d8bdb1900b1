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

    public override void Read(string line, int indentation)
    {
        // Subtests are indented and belong to the test above them.
        if (indentation > 0)
            return;

        if (line.StartsWith("--- PASS: ", StringComparison.Ordinal))
            passed++;
        else if (line.StartsWith("--- FAIL: ", StringComparison.Ordinal))
            failed++;
        else if (line.StartsWith("--- SKIP: ", StringComparison.Ordinal))
            skipped++;
        else if (line.StartsWith("=== RUN ", StringComparison.Ordinal))
            isVerbose = true;
        else if (line.StartsWith("ok  \t", StringComparison.Ordinal) && line.EndsWith("[no tests to run]", StringComparison.Ordinal))
            ranNothing = true;
        else if (line.StartsWith("?   \t", StringComparison.Ordinal) && line.EndsWith("[no test files]", StringComparison.Ordinal))
            ranNothing = true;
        else if (line.StartsWith("ok  \t", StringComparison.Ordinal) || line.StartsWith("FAIL\t", StringComparison.Ordinal))
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
