using System.Text;
using Errand.Core;

namespace Errand.Jobs.Requests;

/// <summary>What a worker is to do better.</summary>
public static class ReworkItems
{
    /// <summary>Most items of one rework.</summary>
    public const int MostItems = 50;

    /// <summary>Longest item in bytes of UTF-8: 16 KiB.</summary>
    public const int LongestItem = 16 << 10;

    private const string Example = "Handle the empty file as well.";

    /// <summary>Whether what Errand has found is something to mend by itself; a worker is not told what a reviewer finds a matter of taste.</summary>
    public static bool HasFindings(JobReceipt receipt) =>
        receipt.Violations.Any(violation => violation.Kind != ViolationKind.Leak) || receipt.Findings.Count > 0 || receipt.Review is { } review && review.Findings.Any(finding => finding.Severity != ReviewSeverity.Low)
        || receipt.Checks.Any(check => check.Status is CheckStatus.Failed or CheckStatus.Infra);

    /// <summary>The items without blank ones.</summary>
    /// <param name="items">What the host gave.</param>
    /// <param name="isNeeded">Whether nothing else says what to do.</param>
    /// <exception cref="ErrandException">ERR1001: there is nothing to do, or more than can be said.</exception>
    public static IReadOnlyList<string> Require(IReadOnlyList<string> items, bool isNeeded)
    {
        string[] present = [.. items.Where(item => !string.IsNullOrWhiteSpace(item))];
        if (present.Length == 0 && (isNeeded || items.Count > 0))
            throw RequestValidator.Refused("items", string.Join(", ", items), "a rework needs at least one thing to do", Example);
        if (present.Length > MostItems)
            throw RequestValidator.Refused("items", $"{present.Length} items", $"a rework has at most {MostItems}", "join some of them");
        foreach (string item in present)
        {
            if (item.Contains('\0'))
                throw RequestValidator.Refused("items", item, "an item holds no NUL character", Example);
            if (Encoding.UTF8.GetByteCount(item) > LongestItem)
                throw RequestValidator.Refused("items", item, $"an item has at most {LongestItem:N0} bytes", "put the material into a file of the repository and name the file");
        }

        return present;
    }
}
