using Errand.Core;

namespace Errand.Jobs;

/// <summary>What a host can decide about a job in its present state: one answer for messages, receipts and faces.</summary>
public static class NextSteps
{
    /// <summary>The word for allowing a job more.</summary>
    public const string Budgets = "budget";

    /// <summary>The words for what is possible now, the likeliest first; empty when the job is over.</summary>
    public static IReadOnlyList<string> Of(JobReceipt receipt) => receipt.State switch
    {
        JobState.Review => Decisions(receipt),
        JobState.Blocked when JobTransitions.IsAllowed(receipt.State, JobState.Queued, receipt.Class) => ["retry", "discard", "cancel"],
        JobState.Blocked => [.. Decisions(receipt).Where(step => step is "accept" or "discard"), "cancel"],
        JobState.Waiting when CanRaiseBudget(receipt) => [Budgets, "retry", "discard", "cancel"],
        JobState.Waiting => ["retry", "discard", "cancel"],
        _ when JobTransitions.IsFinal(receipt.State) => [],
        _ => ["wait", "cancel"],
    };

    /// <summary>Whether the job waits for money or tokens that its host may give it.</summary>
    public static bool CanRaiseBudget(JobReceipt receipt) =>
        receipt is { State: JobState.Waiting, Budget: not null } && receipt.Class == SnakeCase.Of(WaitingFor.Budget);

    /// <summary>Whether there is work to take, or nothing was to be done.</summary>
    public static bool CanAccept(JobReceipt receipt) => receipt.Files.Count > 0 || receipt is { Outcome.Kind: OutcomeKind.Nothing, Verdict: not Verdict.Failed };

    public static string Sentence(JobReceipt receipt)
    {
        IReadOnlyList<string> steps = Of(receipt);
        return steps.Count == 0 ? "The job is over." : $"Possible now: {string.Join(", ", steps)}.";
    }

    /// <summary>Work that failed is likelier mended than taken; where nothing changed there is nothing to take.</summary>
    private static string[] Decisions(JobReceipt receipt)
    {
        string[] steps = receipt is { Verdict: Verdict.Failed } or { Outcome.Kind: OutcomeKind.Cannot } ? ["rework", "widen", "drop", "discard", "accept"] : ["accept", "rework", "discard"];
        return [.. steps.Where(step => step switch
        {
            "accept" => CanAccept(receipt),
            "widen" or "drop" => receipt.Boundary.Count > 0,
            "rework" => receipt.Reworks < receipt.MostReworks,
            _ => true,
        })];
    }
}
