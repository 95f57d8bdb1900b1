using System.Globalization;
using System.Text.RegularExpressions;

namespace Errand.Core;

/// <summary>
/// How budgets are written in one word: <c>1.50</c> or <c>1.50 EUR</c> is money, <c>200k</c>, <c>2M</c> or <c>5000 tokens</c> is tokens, <c>30 calls</c> is
/// calls; several are separated by commas.
/// </summary>
public static partial class BudgetText
{
    /// <summary>More is a slip: a number of tokens without its unit.</summary>
    private const decimal MostMoney = 10_000;

    private const long MostTokens = 1_000_000_000_000;

    /// <summary>Reads a budget.</summary>
    /// <param name="text">Such as <c>1.50</c> or <c>200k, 30 calls</c>; a <c>+</c> before a number changes nothing.</param>
    /// <exception cref="ErrandException">ERR1001: it is none.</exception>
    public static Budget Parse(string text)
    {
        Budget budget = Budget.None;
        foreach (string part in text.Split(','))
        {
            Budget read = ParsePart(part.Trim(), text);
            bool isTwice = (read.Tokens is not null && budget.Tokens is not null) || (read.Money is not null && budget.Money is not null)
                || (read.Calls is not null && budget.Calls is not null);
            if (isTwice)
                throw Refused(text, "it limits the same thing twice");
            budget = new Budget(budget.Tokens ?? read.Tokens, budget.Money ?? read.Money, budget.Calls ?? read.Calls);
        }

        return budget;
    }

    private static Budget ParsePart(string part, string whole)
    {
        if (Form().Match(part) is not { Success: true } match
            || !decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
        {
            throw Refused(whole, "it is money such as 1.50, tokens such as 200k, or a number of calls such as '30 calls'");
        }

        string scale = match.Groups["scale"].Value;
        string unit = match.Groups["unit"].Value;
        bool isDollars = match.Groups["dollar"].Length > 0;
        if (number <= 0)
            throw Refused(whole, "it must be more than 0");
        if (isDollars && (scale.Length > 0 || unit.Length > 0))
            throw Refused(whole, "an amount with $ has no other unit");
        if (unit is "calls" or "call")
            return new Budget(Calls: Whole(number, scale, whole));
        if (unit is "tokens" or "token" || (scale.Length > 0 && unit.Length == 0))
            return new Budget(Tokens: Whole(number, scale, whole));
        if (scale.Length > 0)
            throw Refused(whole, $"'{scale}' is for tokens");
        return number <= MostMoney
            ? new Budget(Money: new MoneyAmount(number, unit.Length == 0 ? MoneyAmount.DefaultCurrency : unit))
            : throw Refused(whole, string.Create(CultureInfo.InvariantCulture, $"a plain number is money, and more than {MostMoney:N0} is not allowed; tokens are written as {number / 1000:0.###}k"));
    }

    private static long Whole(decimal number, string scale, string whole)
    {
        decimal count = number * (scale is "k" or "K" ? 1_000 : scale is "M" or "m" ? 1_000_000 : 1);
        if (count != decimal.Truncate(count))
            throw Refused(whole, "it is no whole number");
        return count <= MostTokens ? (long)count : throw Refused(whole, "it is too large");
    }

    private static ErrandException Refused(string text, string reason) =>
        new(ErrorCatalog.InvalidArgument, $"budget {Escaping.Quote(text, 80)} is refused: {reason}. Example: 1.50");

    [GeneratedRegex(@"^\+?(?<dollar>\$?)(?<number>[0-9]{1,15}(\.[0-9]{1,9})?) ?(?<scale>[kKmM]?) ?(?<unit>tokens?|calls?|[A-Z]{3})?\z")]
    private static partial Regex Form();
}
