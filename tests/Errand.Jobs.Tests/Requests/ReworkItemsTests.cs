using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Jobs.Tests.Requests;

public sealed class ReworkItemsTests
{
    [Fact]
    public void Blank_items_are_left_out() => Assert.Equal(["Handle it.", " and that\n"], ReworkItems.Require(["Handle it.", " ", "", " and that\n", "\t"], isNeeded: true));

    [Fact]
    public void The_longest_and_the_most_are_taken()
    {
        string[] items = [.. Enumerable.Repeat(new string('a', ReworkItems.LongestItem), ReworkItems.MostItems)];

        Assert.Equal(items, ReworkItems.Require(items, isNeeded: true));
    }

    public static TheoryData<string[], string> Bad => new()
    {
        { [], "items '' is refused: a rework needs at least one thing to do" },
        { [" ", "\n"], "is refused: a rework needs at least one thing to do" },
        { [.. Enumerable.Repeat("x", ReworkItems.MostItems + 1)], "items '51 items' is refused: a rework has at most 50" },
        { ["a\0b"], "an item holds no NUL character" },
        { [new string('a', ReworkItems.LongestItem - 1) + "é"], "an item has at most 16,384 bytes" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_says_nothing_or_too_much_is_refused(string[] items, string message)
    {
        var fault = Assert.Throws<ErrandException>(() => ReworkItems.Require(items, isNeeded: true));

        Assert.Equal(ErrorCatalog.InvalidArgument, fault.Error);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
