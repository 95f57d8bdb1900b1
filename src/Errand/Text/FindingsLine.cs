using Errand.Core;

namespace Errand.Text;

/// <summary>What looks wrong about the work beside scope and checks: <c>findings: stub src/a.py:3 "raise NotImplementedError" · todo src/b.cs:9 "// TODO"</c>.</summary>
internal static class FindingsLine
{
    private const int LongestPath = 64;
    private const int LongestText = 60;

    public static string Of(JobReceipt receipt, Face face, int bytes) => EntryLine.Of("findings: ", receipt.Findings, Entry, receipt, face, bytes);

    private static string Entry(Finding finding)
    {
        string kind = SnakeCase.Of(finding.Kind);
        string place = finding.Path is null ? "" : $" {NameText.Path(finding.Path, LongestPath)}{(finding.Line is { } line ? $":{line}" : "")}";
        return $"{kind}{place} {ByteBudget.Quote(finding.Text, LongestText)}";
    }
}
