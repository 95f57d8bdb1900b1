using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>Looks at captured work for what checks do not show: whether it is whole, and whether it lets the checks prove anything.</summary>
internal static class WorkExaminer
{
    private const int MostFindings = 50;

    /// <param name="spec">What was asked for.</param>
    /// <param name="history">What the attempt left.</param>
    /// <param name="patchFile">The attempt's patch.</param>
    /// <param name="workspace">Where it was made.</param>
    public static WorkExamined Examine(JobSpec spec, JobHistory history, string patchFile, PreparedWorkspace workspace)
    {
        int changed = history.Captured!.Files.Count;
        JobOutcome? outcome = history.Said switch
        {
            { Kind: OutcomeKind.Cannot } refusal => refusal,
            { Kind: OutcomeKind.Nothing } nothing when changed == 0 => nothing,
            _ => changed > 0 ? new JobOutcome(OutcomeKind.Changed, null) : null,
        };
        IEnumerable<Finding> findings = spec.Mode == JobMode.Read ? [] : [.. InPatch(patchFile, changed), .. OfWhole(spec, history, patchFile, outcome, workspace)];
        return new WorkExamined(outcome, [.. findings.OrderByDescending(finding => FindingWeights.Of(finding.Kind)).Take(MostFindings)]);
    }

    private static IReadOnlyList<Finding> InPatch(string patchFile, int changed)
    {
        if (changed == 0)
            return [];

        using var patch = new StreamReader(patchFile);
        return DiffFindings.Read(patch);
    }

    private static IEnumerable<Finding> OfWhole(JobSpec spec, JobHistory history, string patchFile, JobOutcome? outcome, PreparedWorkspace workspace)
    {
        if (outcome is null)
            yield return new Finding(FindingKind.EmptyChange, null, null, "A change was asked for and nothing changed.");
        if (string.IsNullOrWhiteSpace(history.Claim))
            yield return new Finding(FindingKind.SummaryMissing, null, null, "The worker ended without a report.");
        if (outcome?.Kind != OutcomeKind.Changed)
            yield break;

        if (history.MissingParts.Count > 0 && history.Said is null)
            yield return new Finding(FindingKind.SummaryMissing, null, null, $"The report lacks {string.Join(", ", history.MissingParts)}, though it was asked for once more.");

        if (history.Said is { Kind: OutcomeKind.Nothing })
            yield return new Finding(FindingKind.SummaryMissing, null, null, "The worker says that nothing needed changing, and changed files.");
        if (CommitAsked.In(spec.Task) && CommitAsked.IsMissing(workspace))
            yield return new Finding(FindingKind.CommitMissing, null, null, "A commit was asked for and the worker made none; the work is kept in Errand's own.");
        foreach (Finding finding in CriteriaFindings.Read(spec, history.Captured!, patchFile))
            yield return finding;
    }
}
