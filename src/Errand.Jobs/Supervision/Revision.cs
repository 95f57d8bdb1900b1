using Errand.Core;
using Errand.Jobs.Reviews;
using Errand.Jobs.Store;

namespace Errand.Jobs.Supervision;

/// <summary>When Errand itself sends failed work back to its worker.</summary>
internal static class Revision
{
    /// <summary>
    /// Whether the work that was just judged goes back: it failed or a reviewer objects, its worker neither refused nor may have left its workspace, and there is a
    /// revision and a rework left.
    /// </summary>
    public static bool IsDue(JobSpec spec, JobHistory history) =>
        history is { Judged: not null, Said: not { Kind: OutcomeKind.Cannot }, Leaks.Count: 0 } && history.Revisions < spec.Revise && history.Reworks < MostReworks(spec)
        && (history.Judged.Verdict == Verdict.Failed || ReviewVerdict.Grave(history.Review).Any() && history.ReviewRevisions < spec.Review?.Rounds);

    /// <summary>What a reviewer wants to be mended, in its words.</summary>
    public static IReadOnlyList<string> Items(JobHistory history) => [.. ReviewVerdict.Grave(history.Review).Select(finding => finding.Text)];

    /// <summary>
    /// Whether the next attempt deserves the stronger model: the one before failed, and if Errand itself has ordered it, there is no other to come.
    /// </summary>
    public static bool IsEscalated(JobSpec spec, JobHistory history) =>
        history.LastVerdict == Verdict.Failed && (!history.IsRevision || history.Revisions >= spec.Revise || history.Reworks >= MostReworks(spec));

    public static string Reason(JobSpec spec, JobHistory history) => $"{history.Judged!.Sentence} Sent back to its worker, {history.Revisions} of {spec.Revise} times.";

    private static int MostReworks(JobSpec spec) => spec.Reworks ?? JobDecisions.MostReworks;
}
