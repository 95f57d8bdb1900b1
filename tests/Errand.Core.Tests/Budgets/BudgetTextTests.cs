namespace Errand.Core.Tests.Budgets;

public sealed class BudgetTextTests
{
    [Theory]
    [InlineData("1.50", "1.50 USD")]
    [InlineData("+1.00", "1.00 USD")]
    [InlineData("$2", "2.00 USD")]
    [InlineData("0.000125 EUR", "0.000125 EUR")]
    [InlineData("200k", "200,000 tokens")]
    [InlineData("+1.5M", "1,500,000 tokens")]
    [InlineData("5000 tokens", "5,000 tokens")]
    [InlineData("30calls", "30 calls")]
    [InlineData("1.50, 200k, 30 calls", "1.50 USD, 200,000 tokens, 30 calls")]
    public void A_budget_is_one_word_for_each_thing_that_it_limits(string text, string expected) => Assert.Equal(expected, BudgetText.Parse(text).ToString());

    [Theory]
    [InlineData("", "it is money such as 1.50, tokens such as 200k, or a number of calls such as '30 calls'")]
    [InlineData("much", "it is money such as 1.50, tokens such as 200k, or a number of calls such as '30 calls'")]
    [InlineData("-1", "it is money such as 1.50, tokens such as 200k, or a number of calls such as '30 calls'")]
    [InlineData("0", "it must be more than 0")]
    [InlineData("1.5 calls", "it is no whole number")]
    [InlineData("1.00, 2.00", "it limits the same thing twice")]
    [InlineData("200000", "a plain number is money, and more than 10,000 is not allowed; tokens are written as 200k")]
    [InlineData("$2k", "an amount with $ has no other unit")]
    [InlineData("2k EUR", "'k' is for tokens")]
    public void Anything_else_is_refused_with_the_reason(string text, string reason)
    {
        ErrandException refusal = Assert.Throws<ErrandException>(() => BudgetText.Parse(text));

        Assert.Equal($"ERR1001 budget '{text}' is refused: {reason}. Example: 1.50", refusal.Message);
    }

    [Fact]
    public void A_raise_adds_to_what_is_limited_and_to_nothing_else()
    {
        Budget budget = BudgetText.Parse("1.50, 200k");

        Assert.Equal("2.50 USD, 300,000 tokens", budget.Plus(BudgetText.Parse("1.00, 100k")).ToString());
        Assert.Equal(BudgetText.Parse("5 calls"), budget.Without(BudgetText.Parse("1.00, 5 calls")));
    }

    [Fact]
    public void Currencies_do_not_mix()
    {
        ErrandException refusal = Assert.Throws<ErrandException>(() => BudgetText.Parse("1.50").Plus(BudgetText.Parse("1.00 EUR")));

        Assert.Equal("ERR1001 budget '1.00 EUR' is refused: the budget that it would raise is in USD. Example: 1.00 USD", refusal.Message);
    }
}
