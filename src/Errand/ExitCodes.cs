using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand;

/// <summary>The one table of exit codes, and what leads to which. docs/exit-codes.md is generated from it.</summary>
internal static class ExitCodes
{
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Done, "Done. Of `run`, `wait` and `attach`: the work is verified, was accepted or discarded, or nothing needed changing and all checks pass without a change."),
        (ExitCode.Failed, "The job failed: its verdict is failed, it is blocked, or it was cancelled."),
        (ExitCode.Usage, "The command line or the configuration was not understood or holds a value that is not allowed. Nothing was done."),
        (ExitCode.Running, "The job still runs, and the time to wait is over."),
        (ExitCode.NeedsDecision, "The job waits for you: its work is there but nothing proves it or it could not be applied as asked, its worker has a question, or its budget is used up."),
        (ExitCode.Refused, "Refused: no such job, another state than the command needs, a collision, a repository or state directory that cannot be used."),
        (ExitCode.NotBuilt, "The program could not be built. Only of the script `./errand` in a source tree."),
        (ExitCode.Internal, "An error inside Errand. The message says what to report."),
        (ExitCode.Interrupted, "Interrupted, such as by Ctrl-C. The job goes on; `errand cancel` ends it."),
    ];

    /// <summary>The code for a job that was waited for.</summary>
    public static ExitCode Of(JobReceipt receipt) => receipt switch
    {
        { State: JobState.Accepted or JobState.Discarded } => ExitCode.Done,
        { State: JobState.Blocked or JobState.Cancelled } => ExitCode.Failed,
        { State: JobState.Review, Verdict: Verdict.Verified, Apply: ApplyMode.Auto } => ExitCode.NeedsDecision,
        { State: JobState.Review, Verdict: Verdict.Verified } => ExitCode.Done,
        { State: JobState.Review, Outcome.Kind: OutcomeKind.Nothing, Verdict: not Verdict.Failed, Checks.Count: > 0 } when receipt.Checks.All(VerdictRules.Proves) => ExitCode.Done,
        { State: JobState.Review, Verdict: Verdict.Failed } => ExitCode.Failed,
        { State: JobState.Review } => ExitCode.NeedsDecision,
        { State: JobState.Waiting } => ExitCode.NeedsDecision,
        _ => ExitCode.Running,
    };

    /// <summary>The code for several jobs: one that still runs before a failure, that before a decision, that before success.</summary>
    public static ExitCode Of(IReadOnlyList<JobReceipt> receipts)
    {
        ExitCode[] codes = [.. receipts.Select(Of)];
        return ((ExitCode[])[ExitCode.Running, ExitCode.Failed, ExitCode.NeedsDecision]).FirstOrDefault(codes.Contains);
    }

    /// <summary>The code for an expected error: what was wrong with the words of the caller is usage, everything else is a refusal.</summary>
    public static ExitCode Of(ErrorDefinition error) =>
        error == ErrorCatalog.UnknownJob ? ExitCode.Refused
        : error.Number < 3000 ? ExitCode.Usage
        : ExitCode.Refused;
}
