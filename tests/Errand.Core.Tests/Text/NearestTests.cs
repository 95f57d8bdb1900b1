namespace Errand.Core.Tests.Text;

public sealed class NearestTests
{
    private static readonly string[] Known = ["timeout", "stall", "grace", "slots"];

    [Theory]
    [InlineData("timeuot", "timeout")]
    [InlineData("Timeout", "timeout")]
    [InlineData("slot", "slots")]
    [InlineData("stal", "stall")]
    public void A_slip_finds_the_name_that_was_meant(string name, string expected) => Assert.Equal(expected, Nearest.Of(name, Known));

    [Theory]
    [InlineData("")]
    [InlineData("colour")]
    [InlineData("xx")]
    public void Something_else_finds_nothing(string name)
    {
        Assert.Null(Nearest.Of(name, Known));
        Assert.Equal("", Nearest.Suggest(name, Known));
    }

    [Fact]
    public void A_wrong_name_of_any_length_is_answered_at_once() => Assert.Null(Nearest.Of(new string('a', 10_000_000), Known));
}
