using Errand.Core;
using Errand.Core.Redaction;

namespace Errand.Jobs.Store;

/// <summary>
/// Which texts of entries may hold what a worker, a check or the repository said; everything that a receipt shows comes from here. The words
/// of the host stay as they are: a worker is told them.
/// </summary>
internal static class JournalTexts
{
    public static JournalEntry Clean(JournalEntry entry, Redactor redactor) => entry switch
    {
        WorkerEnded { Claim: { } claim } ended => ended with { Claim = redactor.Redact(claim) },
        WarningNoted warning => warning with { Text = redactor.Redact(warning.Text) },
        CheckEnded { Result.Digest: { } digest } ended => ended with { Result = ended.Result with { Digest = redactor.Redact(digest) } },
        WorkExamined examined => examined with
        {
            Outcome = examined.Outcome is { Reason: { } reason } outcome ? outcome with { Reason = redactor.Redact(reason) } : examined.Outcome,
            Findings = [.. examined.Findings.Select(finding => finding with { Text = redactor.Redact(finding.Text) })],
        },
        WorkReviewed reviewed => reviewed with
        {
            Review = reviewed.Review with
            {
                Reason = reviewed.Review.Reason is { } reason ? redactor.Redact(reason) : null,
                Findings = [.. reviewed.Review.Findings.Select(finding => finding with { Text = redactor.Redact(finding.Text) })],
            },
        },
        WorkJudged judged => judged with { Sentence = redactor.Redact(judged.Sentence), Violations = Clean(judged.Violations, redactor) },
        WorkCaptured captured => captured with { Violations = Clean(captured.Violations, redactor) },
        StateChanged { To: JobState.Blocked or JobState.Waiting or JobState.Review } change => change with { Reason = redactor.Redact(change.Reason) },
        ApplyRefused refused => refused with { Reason = redactor.Redact(refused.Reason) },
        _ => entry,
    };

    private static IReadOnlyList<Violation> Clean(IReadOnlyList<Violation> violations, Redactor redactor) =>
        violations.Count == 0 ? violations : [.. violations.Select(violation => violation with { Detail = redactor.Redact(violation.Detail) })];
}
