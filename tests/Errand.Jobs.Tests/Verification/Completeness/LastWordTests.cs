using Errand.Core;
using Errand.Jobs.Verification.Completeness;

namespace Errand.Jobs.Tests.Verification.Completeness;

public sealed class LastWordTests
{
    [Theory]
    [InlineData("CANNOT: there is no network", OutcomeKind.Cannot, "there is no network")]
    [InlineData("I tried.\n\nCANNOT: there is no network   \n\n", OutcomeKind.Cannot, "there is no network")]
    [InlineData("**CANNOT:** there is no network", OutcomeKind.Cannot, "there is no network")]
    [InlineData("**CANNOT: there is no network**", OutcomeKind.Cannot, "there is no network")]
    [InlineData("__CANNOT__: there is no network", OutcomeKind.Cannot, "there is no network")]
    [InlineData("`CANNOT: there is no network`", OutcomeKind.Cannot, "there is no network")]
    [InlineData("```\nCANNOT: there is no network\n```\n", OutcomeKind.Cannot, "there is no network")]
    [InlineData("> CANNOT: there is no network", OutcomeKind.Cannot, "there is no network")]
    [InlineData("- \"CANNOT: there is no network\"\r\n", OutcomeKind.Cannot, "there is no network")]
    [InlineData("## CANNOT: there is no network\n---", OutcomeKind.Cannot, "there is no network")]
    [InlineData("CANNOT：没有网络", OutcomeKind.Cannot, "没有网络")]
    [InlineData("CANNOT:", OutcomeKind.Cannot, null)]
    [InlineData("NOTHING: it works already", OutcomeKind.Nothing, "it works already")]
    public void Is_read_from_the_last_line_with_any_markup_around_it(string message, OutcomeKind kind, string? reason) =>
        Assert.Equal(new JobOutcome(kind, reason), LastWord.Read(message));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("All done.")]
    [InlineData("CANNOT: no network\nBut then I found a way and all is done.")]
    [InlineData("The brief says: end with CANNOT: reason if it cannot be done.")]
    [InlineData("I did not need this:\n```\nCANNOT: <reason>\n```")]
    [InlineData("Nothing: all done.")]
    [InlineData("cannot: x")]
    [InlineData("CANNOTIST: x")]
    [InlineData("CANNOT be simpler: done.")]
    public void Anything_else_says_nothing(string? message) => Assert.Null(LastWord.Read(message));

    [Fact]
    public void A_long_reason_is_cut() => Assert.Equal(500, LastWord.Read("CANNOT: " + new string('x', 5_000))!.Reason!.Length);
}
