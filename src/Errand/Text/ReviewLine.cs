using Errand.Core;

namespace Errand.Text;

/// <summary>
/// What another model said: <c>review: codex: high src/a.py:12 "The empty list is not handled." · low "A name misleads."</c>, or that there is no opinion. Its words
/// are data like a worker's.
/// </summary>
internal static class ReviewLine
{
    private const int LongestPath = 64;
    private const int LongestText = 120;

    public static string Of(JobReceipt receipt, Face face, int bytes)
    {
        Review review = receipt.Review!;
        string who = $"{NameText.Of(review.Worker, 20)}{(review.SameWorker ? " (same worker)" : "")}";
        bool isRead = review.Status == ReviewStatus.Read;
        if (review.Findings.Count == 0)
            return $"review: {who}: {(isRead ? "no findings" : $"none, {SnakeCase.Of(review.Status)}")}";

        // A review that broke off may have found something grave before.
        return EntryLine.Of($"review: {who}: {(isRead ? "" : $"{SnakeCase.Of(review.Status)}, after ")}", review.Findings, Entry, receipt, face, bytes);
    }

    private static string Entry(ReviewFinding finding)
    {
        string place = finding.Path is null ? "" : $" {NameText.Path(finding.Path, LongestPath)}{(finding.Line is { } line ? $":{line}" : "")}";
        return $"{SnakeCase.Of(finding.Severity)}{place} {ByteBudget.Quote(finding.Text, LongestText)}";
    }
}
