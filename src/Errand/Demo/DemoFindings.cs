using Errand.Core;

namespace Errand.Demo;

/// <summary>Holds what came back against what must come back.</summary>
internal static class DemoFindings
{
    /// <summary>What is wrong with a receipt, as sentences; empty = it is right.</summary>
    public static IReadOnlyList<string> Of(JobReceipt receipt)
    {
        List<string> wrong = [];
        if (receipt is not { State: JobState.Review, Verdict: Verdict.Verified })
            wrong.Add($"{receipt.Id} should be in review and verified, and is {SnakeCase.Of(receipt.State)}{(receipt.Class is null ? "" : $" ({receipt.Class})")}: {receipt.Reason}");
        if (receipt.Files is not [{ Path: DemoProject.ChangedFile, Change: ChangeKind.Modified }])
            wrong.Add($"{receipt.Id} should have changed {DemoProject.ChangedFile} alone, and changed {receipt.Files.Count} files.");
        if (receipt.Checks is not [{ Status: CheckStatus.Passed, Passed: 2, Failed: 0 or null }])
            wrong.Add($"{receipt.Id} should have passed both tests.");
        if (receipt.Violations.Count > 0)
            wrong.Add($"{receipt.Id} should have no violation, and has {receipt.Violations.Count}.");
        if (receipt.Claim != DemoProject.Claim)
            wrong.Add($"{receipt.Id} should bring the worker's own words, and brings {Escaping.Quote(receipt.Claim ?? "", 100)}.");
        return [.. wrong.Select(Escaping.Escape)];
    }
}
