using Errand.Core;

namespace Errand.Text;

/// <summary>
/// What was changed of that which judges the work, without what was only added:
/// <c>protected: tests/test_calc.py 2 assertions removed, 1 skip added · package.json script test changed</c>.
/// </summary>
internal static class ProtectedLine
{
    private const int LongestPath = 80;
    private const int LongestSummary = 80;

    public static string Of(JobReceipt receipt, Face face, int bytes)
    {
        ProtectedChange[] changes = [.. receipt.Protected.Where(change => !change.Additive).OrderBy(change => change.Class)];
        return EntryLine.Of("protected: ", changes, change => $"{NameText.Of(change.Path, LongestPath)} {ByteBudget.Escape(change.Summary, LongestSummary)}", receipt, face, bytes);
    }
}
