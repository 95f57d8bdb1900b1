using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Tests.Translation;

public class ToolNameMapTests
{
    [Fact]
    public void A_long_name_gets_a_short_one_and_is_found_by_it()
    {
        var name = new string('n', 90);
        var map = Map(("", name), ("", name + "2"));

        Assert.Equal(64, map.NameOf(0).Length);
        Assert.NotEqual(Name(map, 0), Name(map, 1));
        Assert.Same(map.Tools[1], map.Find(map.NameOf(1)));
        Assert.Equal(Name(map, 0), Encoding.UTF8.GetString(map.NameOf(Text(name), default).Span));
    }

    [Fact]
    public void Characters_that_upstreams_refuse_are_replaced()
    {
        var map = Map(("", "a.b"), ("", "a:b"));

        Assert.StartsWith("a_b_", Name(map, 0));
        Assert.NotEqual(Name(map, 0), Name(map, 1));
    }

    [Fact]
    public void A_namespace_shows_only_where_names_are_shared()
    {
        var map = Map(("x", "start"), ("y", "start"), ("x", "stop"), ("", "start"));

        Assert.Equal(["x__start", "y__start", "stop", "start"], Enumerable.Range(0, 4).Select(index => Name(map, index)));
        Assert.Same(map.Tools[1], map.Find("y__start"u8));
        Assert.Equal("y__start", Encoding.UTF8.GetString(map.NameOf(Text("start"), Text("y")).Span));
    }

    [Theory]
    [InlineData("Bash", 0)]
    [InlineData("bash", 0)]
    [InlineData("functions.Bash", 0)]
    [InlineData("mcp__lab__slow", 1)]
    [InlineData("mcp__lab.slow", 1)]
    [InlineData("\\u0042ash", 0)]
    [InlineData("none", -1)]
    public void A_name_that_is_nearly_right_is_understood(string said, int expected)
    {
        var map = Map(("", "Bash"), ("mcp__lab", "slow"));

        Assert.Same(expected < 0 ? null : map.Tools[expected], map.Find(Encoding.UTF8.GetBytes(said)));
    }

    [Fact]
    public void A_name_that_could_be_two_is_none() => Assert.Null(Map(("", "Read"), ("", "READ")).Find("read"u8));

    private static string Name(ToolNameMap map, int index) => Encoding.UTF8.GetString(map.NameOf(index));

    private static ToolNameMap Map(params (string Namespace, string Name)[] tools) =>
        new([.. tools.Select(tool => new ToolDefinition { Namespace = Text(tool.Namespace), Name = Text(tool.Name) })]);

    private static JsonText Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
