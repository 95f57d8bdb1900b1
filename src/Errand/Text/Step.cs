using Errand.Core;
using Errand.Jobs;

namespace Errand.Text;

/// <summary>What can be done with a job, in the words of a face.</summary>
internal static class Step
{
    /// <summary>The decisions that the job's state allows, the likeliest first, such as <c>decide j7 accept | rework | discard</c>; null = none is left.</summary>
    public static string? Next(JobReceipt receipt, Face face) => receipt.State switch
    {
        JobState.Review when receipt.Verdict == Verdict.Failed => Decide(receipt.Id, face, "rework", "discard", "accept"),
        JobState.Review => Decide(receipt.Id, face, "accept", "rework", "discard"),
        JobState.Blocked => Decide(receipt.Id, face, "retry", "discard"),
        JobState.Waiting when NextSteps.CanRaiseBudget(receipt) => Decide(receipt.Id, face, RaiseOf(receipt.Budget!), "retry", "discard"),
        JobState.Waiting => Decide(receipt.Id, face, "retry", "discard"),
        _ when !JobTransitions.IsLive(receipt.State) => null,
        _ when face == Face.Tools => $"wait {receipt.Id} | cancel {receipt.Id}",
        _ => $"errand wait {receipt.Id} | errand cancel {receipt.Id}",
    };

    /// <summary>How a part is shown: <c>show j7 diff</c>.</summary>
    public static string Show(JobId id, string part, Face face) => face == Face.Tools ? $"show {id} {part}" : $"errand show {id} {part}";

    private static string Decide(JobId id, Face face, params ReadOnlySpan<string> actions) =>
        face == Face.Tools
            ? $"decide {id} {string.Join(" | ", actions)}"
            : string.Join(" | ", actions.ToArray().Select(action => action.Split(' ') is [var verb, var more] ? $"errand {verb} {id} {more}" : $"errand {action} {id}"));

    /// <summary>A raise of the kind that the budget limits; how much is the host's to say.</summary>
    private static string RaiseOf(Budget budget) => budget.Money is { } money ? $"budget +1.00{(money.Currency == MoneyAmount.DefaultCurrency ? "" : money.Currency)}"
        : budget.Tokens is not null ? "budget +100k"
        : "budget +10calls";
}
