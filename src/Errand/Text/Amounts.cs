using System.Globalization;
using Errand.Core;

namespace Errand.Text;

/// <summary>Times, tokens and money as people read them.</summary>
internal static class Amounts
{
    /// <summary><c>0.4 s</c>, <c>84 s</c>, <c>12 min</c>, <c>3.5 h</c>.</summary>
    public static string Time(double seconds) => seconds switch
    {
        < 9.95 => Format(seconds, "0.#", " s"),
        < 599.5 => Format(seconds, "0", " s"),
        < 7170 => Format(seconds / 60, "0", " min"),
        _ => Format(seconds / 3600, "0.#", " h"),
    };

    /// <summary><c>950</c>, <c>41k</c>, <c>1.2M</c>.</summary>
    public static string Count(long count) => count switch
    {
        < 1_000 => count.ToString(CultureInfo.InvariantCulture),
        < 999_500 => Format(count / 1_000d, "0", "k"),
        _ => Format(count / 1_000_000d, "0.#", "M"),
    };

    /// <summary><c>$0.02</c>; less than a cent but more than nothing is <c>&lt;$0.01</c>.</summary>
    public static string Money(decimal usd) => usd switch
    {
        0 => "$0",
        < 0.01m => "<$0.01",
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}"),
    };

    /// <summary><c>$0.02</c>, and other currencies as <c>0.14 CNY</c>.</summary>
    public static string Money(MoneyAmount amount) => amount.Currency == MoneyAmount.DefaultCurrency
        ? Money(amount.Amount)
        : $"{Money(amount.Amount).Replace("$", "", StringComparison.Ordinal)} {amount.Currency}";

    private static string Format(double number, string format, string unit) => number.ToString(format, CultureInfo.InvariantCulture) + unit;
}
