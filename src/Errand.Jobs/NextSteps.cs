using Errand.Core;

namespace Errand.Jobs;

/// <summary>What a host can decide about a job in its present state: one answer for messages, receipts and faces.</summary>
public static class NextSteps
{
    /// <summary>The words for decisions that are possible now; empty when the job is over.</summary>
    public static IReadOnlyList<string> Of(JobReceipt receipt) => receipt.State switch
    {
        JobState.Review when receipt.Files.Count == 0 => ["discard", "rework"],
        JobState.Review => ["accept", "rework", "discard"],
        JobState.Blocked => ["retry", "discard", "cancel"],
        JobState.Waiting when CanRaiseBudget(receipt) => ["budget", "retry", "discard", "cancel"],
        JobState.Waiting => ["retry", "discard", "cancel"],
        JobState.Accepted or JobState.Discarded or JobState.Cancelled => [],
        _ => ["wait", "cancel"],
    };

    /// <summary>Whether the job waits for money or tokens that its host may give it.</summary>
    public static bool CanRaiseBudget(JobReceipt receipt) =>
        receipt is { State: JobState.Waiting, Budget: not null } && receipt.Class == SnakeCase.Of(WaitingFor.Budget);

    public static string Sentence(JobReceipt receipt)
    {
        IReadOnlyList<string> steps = Of(receipt);
        return steps.Count == 0 ? "The job is over." : $"Possible now: {string.Join(", ", steps)}.";
    }
}
