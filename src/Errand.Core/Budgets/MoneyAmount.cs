using System.Globalization;

namespace Errand.Core;

/// <summary>An amount of money.</summary>
/// <param name="Amount">In units of the currency, such as 0.02 dollars.</param>
/// <param name="Currency">Three capital letters, such as <c>USD</c>.</param>
public sealed record MoneyAmount(decimal Amount, string Currency)
{
    /// <summary>The currency of an amount that names none.</summary>
    public const string DefaultCurrency = "USD";

    /// <summary><c>1.50 USD</c>; small amounts keep up to six digits.</summary>
    public override string ToString() => $"{Amount.ToString("0.00####", CultureInfo.InvariantCulture)} {Currency}";

    /// <summary>Sums by currency, the currencies in order.</summary>
    public static IReadOnlyList<MoneyAmount> Sum(IEnumerable<MoneyAmount> amounts) =>
    [
        .. amounts.GroupBy(amount => amount.Currency, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new MoneyAmount(group.Sum(amount => amount.Amount), group.Key)),
    ];
}
