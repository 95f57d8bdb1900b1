using Errand.Core;
using Errand.Jobs;

namespace Errand.Text;

/// <summary>What can be done with a job, in the words of a face.</summary>
internal static class Step
{
    /// <summary>What the job's state allows, the likeliest first, such as <c>decide j7 accept | rework | discard</c>; null = nothing is left.</summary>
    public static string? Next(JobReceipt receipt, Face face)
    {
        IReadOnlyList<string> steps = [.. NextSteps.Of(receipt).Select(step => step == NextSteps.Budgets ? RaiseOf(receipt.Budget!) : step)];
        if (steps.Count == 0)
            return null;
        if (face == Face.CommandLine)
            return string.Join(" | ", steps.Select(step => step.Split(' ') is [var verb, var more] ? $"errand {verb} {receipt.Id} {more}" : $"errand {step} {receipt.Id}"));

        string calls = string.Join(" | ", steps.Where(IsTool).Select(step => $"{step} {receipt.Id}"));
        string decisions = string.Join(" | ", steps.Where(step => !IsTool(step)));
        return (decisions, calls) switch
        {
            ("", _) => calls,
            (_, "") => $"decide {receipt.Id} {decisions}",
            _ => $"decide {receipt.Id} {decisions} · {calls}",
        };
    }

    /// <summary>How a part is shown: <c>show j7 diff</c>.</summary>
    public static string Show(JobId id, string part, Face face) => face == Face.Tools ? $"show {id} {part}" : $"errand show {id} {part}";

    /// <summary>What an agent calls by a tool of its own; all else is an action of <c>decide</c>.</summary>
    private static bool IsTool(string step) => step is "wait" or "cancel";

    /// <summary>A raise of the kind that the budget limits; how much is the host's to say.</summary>
    private static string RaiseOf(Budget budget) => budget.Money is { } money ? $"budget +1.00{(money.Currency == MoneyAmount.DefaultCurrency ? "" : money.Currency)}"
        : budget.Tokens is not null ? "budget +100k"
        : "budget +10calls";
}
