using Errand.Core;

namespace Errand.Text;

/// <summary>A job in one line: <c>j7 (import-nulls) review · verified · 84 s · fast claude/deepseek-chat · 41k tokens $0.02</c>.</summary>
internal static class HeadLine
{
    private const int LongestName = 40;

    public static string Of(JobReceipt receipt)
    {
        var parts = new List<string> { Identity(receipt) };
        if (receipt.Verdict is { } verdict)
            parts.Add(IsNotApplied(receipt) ? $"{SnakeCase.Of(verdict)}, not applied" : SnakeCase.Of(verdict));
        if (receipt.Seconds > 0)
            parts.Add(Amounts.Time(receipt.Seconds));
        parts.Add(Worker(receipt));
        if (receipt.Isolation == IsolationKind.Inplace)
            parts.Add(SnakeCase.Of(receipt.Isolation));
        if (receipt.Sandbox == SandboxKind.None)
            parts.Add("no sandbox");
        if (receipt.Sandbox == SandboxKind.Landlock)
            parts.Add("landlock only");
        if (receipt.Network == SandboxNetwork.Open)
            parts.Add("open network");
        if (receipt.Attempt > 1)
            parts.Add($"attempt {receipt.Attempt}");
        if (Cost(receipt) is { Length: > 0 } cost)
            parts.Add(cost);
        if (BudgetOf(receipt) is { } budget)
            parts.Add(budget);
        if (RunningLine.LifeOf(receipt) is { } life)
            parts.Add(life);
        return string.Join(" · ", parts);
    }

    /// <summary><c>j7 (label) blocked(auth)</c>.</summary>
    private static string Identity(JobReceipt receipt)
    {
        string label = receipt.Label is null ? "" : $" ({NameText.Of(receipt.Label, LongestName)})";
        return $"{receipt.Id}{label} {StateOf(receipt)}";
    }

    /// <summary><c>review</c>, <c>blocked(auth)</c>.</summary>
    public static string StateOf(JobReceipt receipt) =>
        receipt.Class is null ? SnakeCase.Of(receipt.State) : $"{SnakeCase.Of(receipt.State)}({NameText.Of(receipt.Class, LongestName / 2)})";

    /// <summary>Whether verified work was to be applied unasked and is not: it collided, or the supervisor died before.</summary>
    public static bool IsNotApplied(JobReceipt receipt) => receipt is { State: JobState.Review, Verdict: Verdict.Verified, Apply: ApplyMode.Auto };

    private static string Worker(JobReceipt receipt)
    {
        string model = receipt.Model is null ? "" : $"/{NameText.Of(receipt.Model, LongestName)}";
        return $"{NameText.Of(receipt.Tier, LongestName / 2)} {NameText.Of(receipt.Worker, LongestName / 2)}{model}";
    }

    /// <summary>What the job may use over all its attempts, while that can be raised, such as <c>budget $2.50, 200k tokens</c>; null = nothing limits it, or it has used models for the last time.</summary>
    private static string? BudgetOf(JobReceipt receipt)
    {
        if (receipt.Budget is not { IsEmpty: false } budget || !(JobTransitions.IsLive(receipt.State) || receipt.State == JobState.Waiting))
            return null;

        string?[] parts =
        [
            budget.Money is { } money ? Amounts.Money(money) : null,
            budget.Tokens is { } tokens ? $"{Amounts.Count(tokens)} tokens" : null,
            budget.Calls is { } calls ? $"{Amounts.Count(calls)} calls" : null,
        ];
        return $"budget {string.Join(", ", parts.OfType<string>())}";
    }

    private static string Cost(JobReceipt receipt)
    {
        string tokens = receipt.Usage is null ? "" : $"{Amounts.Count(receipt.Usage.InputTokens + receipt.Usage.OutputTokens)} tokens";
        IEnumerable<string> money = receipt.Cost.Count > 0 ? receipt.Cost.Select(Amounts.Money) : receipt.CostUsd is { } usd ? [Amounts.Money(usd)] : [];
        string[] cost = [.. money];
        string known = string.Join(' ', cost.Prepend(tokens).Where(part => part.Length > 0));
        return known.Length > 0 && receipt.Metering == Metering.Estimated ? $"{known} estimated" : known;
    }
}
