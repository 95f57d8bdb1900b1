using Errand.Core;

namespace Errand.Text;

/// <summary>What was not allowed: <c>violations: docs/a.md outside_scope · .npmrc sensitive</c>.</summary>
internal static class ViolationsLine
{
    private const int LongestPath = 96;
    private const int LongestDetail = 60;

    public static string Of(JobReceipt receipt, Face face, int bytes) => EntryLine.Of("violations: ", receipt.Violations, Entry, receipt, face, bytes);

    /// <summary>The rule says enough where the path does; where a rule is about more than the path, or there is none, its sentence is needed.</summary>
    private static string Entry(Violation violation)
    {
        string kind = SnakeCase.Of(violation.Kind);
        bool isPlain = violation.Kind is ViolationKind.OutsideScope or ViolationKind.Denied or ViolationKind.Sensitive or ViolationKind.ReadOnly;
        string detail = isPlain ? "" : $": {ByteBudget.Quote(violation.Detail, LongestDetail)}";
        return violation.Path.Length == 0 ? kind + detail : $"{NameText.Path(violation.Path, LongestPath)} {kind}{detail}";
    }
}
