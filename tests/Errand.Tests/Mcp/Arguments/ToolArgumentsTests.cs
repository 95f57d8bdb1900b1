using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Mcp.Arguments;

namespace Errand.Tests.Mcp.Arguments;

public sealed class ToolArgumentsTests
{
    private static readonly string[] Known = ["task", "seconds", "scope", "checks", "ids", "part", "any", "offset"];

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest_known_one() =>
        Refused("""{"scpoe":"src/**"}""", _ => { }, "ERR1001 argument 'scpoe' is refused: a tool has no argument of that name. Example: scope instead");

    [Fact]
    public void A_name_like_no_other_is_refused_with_all_known_ones() =>
        Refused("""{"x\u001b":1}""", _ => { }, @"ERR1001 argument 'x\x1b' is refused: a tool has no argument of that name. Example: one of task, seconds, scope, checks, ids, part, any, offset");

    [Fact]
    public void Null_is_absent() => Assert.Null(Read("""{"task":null}""").Text("task", "x"));

    [Theory]
    [InlineData("5", "it is a number, not a string")]
    [InlineData("[\"a\"]", "it is a list, not a string")]
    [InlineData("{}", "it is an object, not a string")]
    [InlineData("true", "it is a truth value, not a string")]
    [InlineData("\"\\ud800\"", "it holds half of a character")]
    public void A_string_of_another_type_is_refused(string value, string reason) =>
        Refused($$"""{"task":{{value}}}""", arguments => arguments.RequiredText("task", "Fix it."), $"is refused: {reason}. Example: Fix it.");

    [Fact]
    public void A_missing_argument_is_named_with_an_example() =>
        Refused("{}", arguments => arguments.RequiredText("task", "Fix it."), "ERR1001 task is missing. Example: Fix it.");

    [Theory]
    [InlineData("\"src/**\"", "src/**")]
    [InlineData("[\"src/**\",\"a b\"]", "src/**", "a b")]
    [InlineData("[]")]
    public void A_list_may_be_a_single_string(string value, params string[] expected) =>
        Assert.Equal(expected, Read($$"""{"scope":{{value}}}""").Texts("scope", "src/**"));

    [Theory]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[[\"a\"]]")]
    public void A_list_of_other_things_is_refused(string value) =>
        Refused($$"""{"scope":{{value}}}""", arguments => arguments.Texts("scope", "src/**"), "not a string");

    [Theory]
    [InlineData("10", 10)]
    [InlineData("0", 0)]
    [InlineData("1.5", 1.5)]
    [InlineData("\"10m\"", 600)]
    [InlineData("\"1h30m\"", 5400)]
    public void A_time_is_text_with_a_unit_or_seconds(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read($$"""{"seconds":{{value}}}""").Time("seconds", "45"));

    [Theory]
    [InlineData("-1")]
    [InlineData("-1e400")]
    [InlineData("1e400")]
    [InlineData("99999999999999999999999999")]
    [InlineData("\"10\"")]
    [InlineData("\"-5s\"")]
    [InlineData("\"soon\"")]
    [InlineData("[]")]
    [InlineData("false")]
    public void A_time_that_is_none_is_refused(string value) =>
        Refused($$"""{"seconds":{{value}}}""", arguments => arguments.Time("seconds", "45"), "ERR1001 seconds");

    [Theory]
    [InlineData("-1")]
    [InlineData("0.5")]
    [InlineData("\"7\"")]
    [InlineData("9223372036854775808")]
    public void A_position_is_a_whole_number(string value) =>
        Refused($$"""{"offset":{{value}}}""", arguments => arguments.Position("offset"), "it is a whole number of bytes, 0 or more");

    [Theory]
    [InlineData("..")]
    [InlineData("-rf")]
    [InlineData("--force")]
    [InlineData("")]
    [InlineData("J7")]
    [InlineData("j07")]
    [InlineData("7")]
    [InlineData("j7\\u0000")]
    [InlineData("j7\\n")]
    [InlineData("../j7")]
    [InlineData("j99999999999")]
    public void What_names_no_job_is_refused(string id) =>
        Refused($$"""{"ids":["{{id}}"]}""", arguments => arguments.Jobs("ids", 100), "it names no job. Example: j7");

    [Fact]
    public void Jobs_are_distinct_and_few()
    {
        Assert.Equal([new JobId(7), new JobId(8)], Read("""{"ids":["j7","j8","j7"]}""").Jobs("ids", 2));
        Refused("""{"ids":["j7","j8","j9"]}""", arguments => arguments.Jobs("ids", 2), "one call takes at most 2");
    }

    [Fact]
    public void A_choice_lists_what_there_is() =>
        Refused("""{"part":"dif"}""", arguments => arguments.Choice<JobPart>("part"), "part 'dif' is refused: it is one of diff, log, events, check, brief, task, journal, usage, stat, timeline, attempt. Example: diff");

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    public void A_flag_is_true_or_false(string value) => Refused($$"""{"any":{{value}}}""", arguments => arguments.Flag("any"), "it is true or false");

    [Fact]
    public void Checks_are_text_or_objects()
    {
        IReadOnlyList<CheckSpec> checks = Read("""
            {"checks":["unit=dotnet test a=b", {"name":"lint","command":"npm run lint","timeout":"2m"}, {"name":"slow","command":"x","timeout":90}]}
            """).Checks("checks");

        Assert.Equal(
            [new CheckSpec("unit", "dotnet test a=b"), new CheckSpec("lint", "npm run lint", TimeSpan.FromMinutes(2)), new CheckSpec("slow", "x", TimeSpan.FromSeconds(90))],
            checks);
        Assert.Equal([new CheckSpec("unit", "make")], Read("""{"checks":"unit=make"}""").Checks("checks"));
    }

    [Theory]
    [InlineData("\"dotnet test\"", "a check is a name, '=' and a command")]
    [InlineData("\"=dotnet test\"", "a check is a name, '=' and a command")]
    [InlineData("{\"name\":\"unit\"}", "command is missing")]
    [InlineData("{\"name\":\"unit\",\"comand\":\"x\"}", "Example: command instead")]
    [InlineData("{\"\\ud800\":1}", "half of a character")]
    [InlineData("{\"name\":\"unit\",\"command\":5}", "not a string")]
    [InlineData("7", "not a string")]
    public void A_check_that_is_none_is_refused(string value, string reason) =>
        Refused($$"""{"checks":[{{value}}]}""", arguments => arguments.Checks("checks"), reason);

    private static ToolArguments Read(string json) => new("a tool", Known, Parse(json));

    private static Dictionary<string, JsonElement> Parse(string json) =>
        JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);

    private static void Refused(string json, Action<ToolArguments> read, string expected)
    {
        ErrandException refusal = Assert.Throws<ErrandException>(() => read(Read(json)));
        Assert.Equal(ErrorCatalog.InvalidArgument, refusal.Error);
        Assert.Contains(expected, refusal.Message);
    }
}
