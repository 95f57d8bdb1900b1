using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class PlainLineTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1m\u001b[31mred\u001b[39;49m!", "red!")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "link")]
    [InlineData("\u009b31mred", "red")]
    [InlineData("\u001b(Bx\u001b7y", "xy")]
    [InlineData(" 10 %\r 50 %\r100 %", "100 %")]
    [InlineData("line\r", "line")]
    [InlineData("cut\u001b", "cut")]
    [InlineData("cut\u001b[12", "cut")]
    [InlineData("cut\u001b]0;no end", "cut")]
    [InlineData("a\u0007b\u202ec", "a\u0007b\u202ec")]
    public void Gives_what_a_reader_of_a_terminal_saw(string line, string expected) => Assert.Equal(expected, PlainLine.Of(line));
}
