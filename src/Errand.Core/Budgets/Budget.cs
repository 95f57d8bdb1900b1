using System.Globalization;
using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>How much may be spent on models. What is null is not limited.</summary>
/// <param name="Tokens">Tokens, 1 or more: input that was not read from a cache, and output.</param>
/// <param name="Money">Money, more than 0.</param>
/// <param name="Calls">Calls to a model, 1 or more; retried and aborted ones count.</param>
public sealed record Budget(long? Tokens = null, MoneyAmount? Money = null, long? Calls = null)
{
    /// <summary>Limits nothing.</summary>
    public static Budget None { get; } = new();

    [JsonIgnore]
    public bool IsEmpty => this == None;

    /// <summary>Both together; what is not limited on the left stays so, since more of nothing limited is nothing.</summary>
    /// <exception cref="ErrandException">ERR1001: the two are in different currencies.</exception>
    public Budget Plus(Budget more) => new(
        Tokens is { } tokens ? tokens + (more.Tokens ?? 0) : null,
        Money is { } money ? money with { Amount = money.Amount + Addition(money, more.Money) } : null,
        Calls is { } calls ? calls + (more.Calls ?? 0) : null);

    /// <summary>What <paramref name="more"/> limits and this does not: raising it would do nothing.</summary>
    public Budget Without(Budget more) => new(Tokens is null ? more.Tokens : null, Money is null ? more.Money : null, Calls is null ? more.Calls : null);

    /// <summary><c>1.50 USD, 200,000 tokens, 30 calls</c>; empty if nothing is limited.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Money?.ToString(),
            Tokens is { } tokens ? string.Create(CultureInfo.InvariantCulture, $"{tokens:N0} tokens") : null,
            Calls is { } calls ? string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls") : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static decimal Addition(MoneyAmount money, MoneyAmount? more) => more is null ? 0
        : more.Currency == money.Currency ? more.Amount
        : throw new ErrandException(
            ErrorCatalog.InvalidArgument, $"budget '{more}' is refused: the budget that it would raise is in {money.Currency}. Example: {money with { Amount = more.Amount }}");
}
