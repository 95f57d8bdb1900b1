using System.Globalization;
using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>A budget with its name, as one number for each thing that it can limit.</summary>
/// <param name="Name">What a refusal calls it, such as <c>the budget of job j7</c>.</param>
/// <param name="Scope">Whose it is.</param>
/// <param name="Budget">The budget; empty = no limit.</param>
internal sealed record Limit(string Name, BudgetScope Scope, Budget Budget)
{
    // Far above any sum that can come together, and far below what overflows when such are added.
    private const long Unlimited = long.MaxValue / 4;
    private const decimal UnlimitedMoney = 1_000_000_000_000_000m;
    private const decimal WarningShare = 0.8m;

    /// <summary>The currency in which money counts; null = money is not limited.</summary>
    public string? Currency => Budget.Money?.Currency;

    public Spending Most => new(Budget.Tokens ?? Unlimited, Budget.Money?.Amount ?? UnlimitedMoney, Budget.Calls ?? Unlimited);

    /// <summary>The same with nothing of what is not limited.</summary>
    public Spending OnlyLimited(Spending amount) =>
        new(Budget.Tokens is null ? 0 : amount.Tokens, Budget.Money is null ? 0 : amount.Money, Budget.Calls is null ? 0 : amount.Calls);

    /// <summary>Used up is what has no room for even one more token, cent or call.</summary>
    public bool IsUsedUp(Spending used) => used.Tokens >= Most.Tokens || used.Money >= Most.Money || used.Calls >= Most.Calls;

    /// <summary>Whether four fifths of anything that is limited are used.</summary>
    public bool IsNearlyUsedUp(Spending used) =>
        (Budget.Tokens is not null && used.Tokens >= Most.Tokens * WarningShare)
        || (Budget.Money is not null && used.Money >= Most.Money * WarningShare)
        || (Budget.Calls is not null && used.Calls >= Most.Calls * WarningShare);

    /// <summary>What the client reads when a call is refused.</summary>
    /// <param name="used">What is used.</param>
    /// <param name="need">What the call needs at least.</param>
    public string Refuse(Spending used, Spending need)
    {
        string more = IsUsedUp(used) ? "is used up" : $"has no room for this call, which needs about {Describe(need, used + need)}";
        return $"{char.ToUpperInvariant(Name[0])}{Name[1..]} {more}: {Budget} allowed, {Describe(used, used + need)} used.";
    }

    /// <summary>What the client reads when no price is in the budget's currency, so that nobody can tell what a call takes of it.</summary>
    public string RefuseUnpriced(string model) =>
        $"{char.ToUpperInvariant(Name[0])}{Name[1..]} is in {Currency}, and no model has a price in {Currency}. Add the price of {Escaping.Quote(model, 80)} under `prices`, or limit tokens.";

    /// <summary>The sentence for a budget that is used up, or nearly so.</summary>
    public string Warn(Spending used) => $"{char.ToUpperInvariant(Name[0])}{Name[1..]} is {(IsUsedUp(used) ? "" : "nearly ")}used up: {Describe(used, used)} of {Budget}.";

    /// <summary>Of what is limited, that which has come nearest to its limit.</summary>
    private string Describe(Spending amount, Spending reached)
    {
        (decimal Share, string Text)[] parts =
        [
            (Budget.Money is { } money ? Share(reached.Money, money.Amount) : -1, new MoneyAmount(decimal.Round(amount.Money, 6), Currency ?? "").ToString()),
            (Budget.Tokens is { } tokens ? Share(reached.Tokens, tokens) : -1, string.Create(CultureInfo.InvariantCulture, $"{amount.Tokens:N0} tokens")),
            (Budget.Calls is { } calls ? Share(reached.Calls, calls) : -1, string.Create(CultureInfo.InvariantCulture, $"{amount.Calls:N0} calls")),
        ];
        return parts.MaxBy(part => part.Share).Text;
    }

    private static decimal Share(decimal reached, decimal most) => most == 0 ? decimal.MaxValue : reached / most;
}
