namespace Errand.Core.Tests.Text;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5_400)]
    [InlineData("2d", 172_800)]
    [InlineData("1d2h3m4s", 93_784)]
    [InlineData("007m", 420)]
    public void Whole_numbers_with_units_are_read(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan value, out string? problem), problem);
        Assert.Equal(TimeSpan.FromSeconds(seconds), value);
    }

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("", "it is empty")]
    [InlineData("10", "10 has no unit; write 10s, 10m, 10h or 10d")]
    [InlineData("1h30", "30 has no unit")]
    [InlineData("m", "'m' has no whole number before 'm'")]
    [InlineData("-5m", "'-5m' has no whole number before '-'")]
    [InlineData("1.5h", "'.' is no unit; the units are d, h, m and s")]
    [InlineData("10 m", "' ' is no unit; the units are d, h, m and s")]
    [InlineData("10M", "'M' is no unit; the units are d, h, m and s")]
    [InlineData("5ms", "'5ms' has no whole number before 's'")]
    [InlineData("30m1h", "the units must go from the largest to the smallest, each at most once")]
    [InlineData("1m1m", "the units must go from the largest to the smallest, each at most once")]
    [InlineData("999999999d", "it is longer than 36500d")]
    [InlineData("99999999999999999999s", "it is longer than 36500d")]
    [InlineData("٣m", "'٣m' has no whole number before '٣'")]
    public void Everything_else_is_refused_with_the_reason(string? text, string problem)
    {
        Assert.False(Duration.TryParse(text, out _, out string? actual));
        Assert.Equal(problem, actual);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(-3, "0s")]
    [InlineData(90, "1m30s")]
    [InlineData(3_600, "1h")]
    [InlineData(86_461, "1d1m1s")]
    public void What_is_written_can_be_read_again(int seconds, string text)
    {
        Assert.Equal(text, Duration.Format(TimeSpan.FromSeconds(seconds)));
        Assert.True(Duration.TryParse(text, out TimeSpan value, out _));
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(0, seconds)), value);
    }
}
