using Errand.Text;

namespace Errand.Tests.Text;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.42, "0.4 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(84.2, "84 s")]
    [InlineData(599, "599 s")]
    [InlineData(600, "10 min")]
    [InlineData(7_169, "119 min")]
    [InlineData(12_600, "3.5 h")]
    public void Time_has_one_unit(double seconds, string expected) => Assert.Equal(expected, Amounts.Time(seconds));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(41_100, "41k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_500, "1M")]
    [InlineData(1_234_567, "1.2M")]
    public void Counts_are_rounded(long count, string expected) => Assert.Equal(expected, Amounts.Count(count));

    [Fact]
    public void Money_has_cents_and_does_not_round_something_to_nothing()
    {
        Assert.Equal("$0", Amounts.Money(0));
        Assert.Equal("<$0.01", Amounts.Money(0.0004m));
        Assert.Equal("$0.02", Amounts.Money(0.019m));
        Assert.Equal("$12.00", Amounts.Money(12));
    }
}
