using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification.Counting;

/// <summary>
/// Reports in XML that a command prints: <c>&lt;testsuites tests="41" failures="1" errors="0" skipped="2"&gt;</c> of JUnit, whose inner suites count the same tests again, and
/// <c>&lt;Counters total="41" passed="40" failed="1" …&gt;</c> of a <c>.trx</c> file.
/// </summary>
internal sealed partial class XmlReportCounts : CountReader
{
    private bool hasWhole;

    /// <summary>A runner that prints such a report most often prints a summary too.</summary>
    public override bool IsFallback => true;

    public override void Read(string line, int indentation)
    {
        if (line[0] != '<')
            return;

        if (line.Begins("<Counters ") && Value(line, "total") is not null)
        {
            int passed = Value(line, "passed") ?? 0;
            int failed = (Value(line, "failed") ?? 0) + (Value(line, "error") ?? 0) + (Value(line, "timeout") ?? 0);
            Add(passed, failed, Value(line, "notExecuted"));
        }
        else if (Suite().Match(line) is { Success: true } suite && Value(line, "tests") is { } tests && !hasWhole)
        {
            hasWhole = suite.Groups["plural"].Success;
            int skipped = (Value(line, "skipped") ?? 0) + (Value(line, "disabled") ?? 0);
            int failed = (Value(line, "failures") ?? 0) + (Value(line, "errors") ?? 0);
            Add(Math.Max(0, tests - failed - skipped), failed, skipped);
        }
    }

    private static int? Value(string line, string name) => Numbers.After(line, $"{name}=\"");

    [GeneratedRegex("^<testsuite(?<plural>s)? ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Suite();
}
