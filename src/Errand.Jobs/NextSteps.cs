using Errand.Core;

namespace Errand.Jobs;

/// <summary>What a host can decide about a job in its present state: one answer for messages, receipts and faces.</summary>
public static class NextSteps
{
    /// <summary>The words for what is possible now, the likeliest first; empty when the job is over.</summary>
    public static IReadOnlyList<string> Of(JobReceipt receipt) => receipt.State switch
    {
        JobState.Review => Decisions(receipt),
        JobState.Blocked when JobTransitions.IsAllowed(receipt.State, JobState.Queued, receipt.Class) => ["retry", "discard", "cancel"],
        JobState.Blocked => [.. Decisions(receipt).Where(step => step != "rework"), "cancel"],
        _ when JobTransitions.IsFinal(receipt.State) => [],
        _ => ["wait", "cancel"],
    };

    public static string Sentence(JobReceipt receipt)
    {
        IReadOnlyList<string> steps = Of(receipt);
        return steps.Count == 0 ? "The job is over." : $"Possible now: {string.Join(", ", steps)}.";
    }

    /// <summary>Work that failed is likelier mended than taken; where nothing changed there is nothing to take.</summary>
    private static string[] Decisions(JobReceipt receipt)
    {
        string[] steps = receipt.Verdict == Verdict.Failed ? ["rework", "discard", "accept"] : ["accept", "rework", "discard"];
        return [.. steps.Where(step => step switch
        {
            "accept" => receipt.Files.Count > 0,
            "rework" => receipt.Reworks < JobDecisions.MostReworks,
            _ => true,
        })];
    }
}
