using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Reviews;

/// <summary>What a second opinion does to a verdict: a grave finding makes verified work partly so; nothing that it says raises one.</summary>
internal static class ReviewVerdict
{
    public static Judgement Of(Judgement judgement, Review? review)
    {
        ReviewFinding[] grave = [.. Grave(review)];
        if (judgement.Verdict != Verdict.Verified || grave.Length == 0)
            return judgement;

        string more = grave.Length == 1 ? "" : $" and {grave.Length - 1} more";
        return new Judgement(Verdict.Partly, $"{judgement.Sentence.TrimEnd('.')}, but {review!.Worker} objects: {Name(grave[0])}{more}.");
    }

    /// <summary>The findings that stand in the way of a verdict, also those of a review that failed after it had been read.</summary>
    public static IEnumerable<ReviewFinding> Grave(Review? review) =>
        review?.Findings.Where(finding => finding.Severity == ReviewSeverity.High) ?? [];

    private static string Name(ReviewFinding finding) =>
        $"{Escaping.Quote(finding.Text)}{(finding.Path is null ? "" : $" in {Escaping.Quote(Escaping.Cut(finding.Path, 100))}{(finding.Line is { } line ? $" line {line}" : "")}")}";
}
