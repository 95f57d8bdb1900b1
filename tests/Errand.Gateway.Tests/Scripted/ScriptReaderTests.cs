using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>A script that is wrong says where, what is there, and what is allowed.</summary>
public sealed class ScriptReaderTests
{
    [Theory]
    [InlineData("[]", "$ is []; it must be an object.")]
    [InlineData("{}", "$ is {}; it must have 'turns', 'scripts' or both.")]
    [InlineData("""{ "turn": [] }""", "$ has the unknown member 'turn'; allowed are name, cwd, end, usage, turns, scripts.")]
    [InlineData("""{ "turns": {} }""", "$.turns is {}; it must be a list.")]
    [InlineData("""{ "scripts": [ { "match": "x" } ] }""", "$.scripts[0] has no 'turns'; add it.")]
    [InlineData("""{ "scripts": [ { "match": "(", "turns": [] } ] }""", "$.scripts[0].match is \"(\"; it must be a regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData("""{ "scripts": [ { "subAgent": "yes", "turns": [] } ] }""", "$.scripts[0].subAgent is \"yes\"; it must be true or false.")]
    [InlineData("""{ "cwd": "work", "turns": [] }""", "$.cwd is \"work\"; it must be an absolute path.")]
    [InlineData("""{ "usage": { "input": 5, "cached": 6 }, "turns": [] }""", "$.usage is { \"input\": 5, \"cached\": 6 }; 'input' counts all input tokens and so cannot be less than 'cached' and 'cacheWrite' together.")]
    [InlineData("""{ "usage": { "reasoning": 1 }, "turns": [] }""", "$.usage is { \"reasoning\": 1 }; 'output' counts all output tokens and so cannot be less than 'reasoning'.")]
    [InlineData("""{ "usage": { "input": -1 }, "turns": [] }""", "$.usage.input is -1; it must be a whole number from 0 to 1000000000.")]
    public void The_top_level(string json, string message) => AssertWrong(json, message);

    [Theory]
    [InlineData("7", "$.turns[1] is 7; it must be an object.")]
    [InlineData("{}", "$.turns[1] is {}; it must have at least one of 'think', 'say', 'call' and 'fault'.")]
    [InlineData("""{ "says": "x" }""", "$.turns[1] has the unknown member 'says'; allowed are think, say, call, expect, capture, fault, stop, usage, delay, pace.")]
    [InlineData("""{ "say": null }""", "$.turns[1].say is null; it must be a string.")]
    [InlineData("""{ "say": "x", "stop": "never" }""", "$.turns[1].stop is \"never\"; allowed are \"end\", \"tools\", \"length\", \"refusal\".")]
    [InlineData("""{ "say": "x", "delay": -1 }""", "$.turns[1].delay is -1; it must be a number of seconds from 0 to 3600.")]
    [InlineData("""{ "say": "x", "pace": "1s" }""", "$.turns[1].pace is \"1s\"; it must be a number of seconds from 0 to 60.")]
    [InlineData("""{ "say": "x", "expect": 1 }""", "$.turns[1].expect is 1; it must be a regular expression, or an object with 'user', 'result' or both.")]
    [InlineData("""{ "say": "x", "expect": { "text": "" } }""", "$.turns[1].expect has the unknown member 'text'; allowed are user, result.")]
    [InlineData("""{ "say": "x", "capture": { "cwd": "x" } }""", "$.turns[1].capture.cwd is \"x\"; its name must be a letter followed by letters, digits and '_', and none of cwd, toolResult, userText, model.")]
    [InlineData("""{ "say": "x", "capture": { "1a": "x" } }""", "$.turns[1].capture.1a is \"x\"; its name must be a letter followed by letters, digits and '_', and none of cwd, toolResult, userText, model.")]
    [InlineData("""{ "call": [ 1 ] }""", "$.turns[1].call[0] is 1; it must be an object.")]
    [InlineData("""{ "call": {} }""", "$.turns[1].call is {}; it must have either 'tool' (\"write\", \"edit\", \"read\" or \"shell\") or 'name', the name of a tool.")]
    [InlineData("""{ "call": { "tool": "wirte" } }""", "$.turns[1].call.tool is \"wirte\"; allowed are \"write\", \"edit\", \"read\", \"shell\".")]
    [InlineData("""{ "call": { "tool": "write", "path": "a" } }""", "$.turns[1].call has no 'text'; add it.")]
    [InlineData("""{ "call": { "tool": "write", "path": "", "text": "" } }""", "$.turns[1].call.path is \"\"; it must not be empty.")]
    [InlineData("""{ "call": { "tool": "edit", "path": "a", "old": "", "new": "" } }""", "$.turns[1].call.old is \"\"; it must not be empty.")]
    [InlineData("""{ "call": { "tool": "shell", "command": "a", "timeout": 0 } }""", "$.turns[1].call.timeout is 0; it must be a number of seconds from 1 to 3600.")]
    [InlineData("""{ "call": { "name": "a", "input": [] } }""", "$.turns[1].call.input is []; it must be an object, or a string for a freeform tool.")]
    [InlineData("""{ "call": { "tool": "read", "name": "a", "path": "a" } }""", "$.turns[1].call has the unknown member 'name'; allowed are tool, path.")]
    public void A_turn(string turn, string message) => AssertWrong($$"""{ "turns": [ { "say": "fine" }, {{turn}} ] }""", message);

    [Theory]
    [InlineData("1", "$.turns[0].fault is 1; it must be an object with exactly one of status, tear, stall, error, garbage, empty.")]
    [InlineData("{}", "$.turns[0].fault is {}; it must be an object with exactly one of status, tear, stall, error, garbage, empty.")]
    [InlineData("""{ "status": 500, "empty": true }""", "$.turns[0].fault is { \"status\": 500, \"empty\": true }; it must be an object with exactly one of status, tear, stall, error, garbage, empty.")]
    [InlineData("""{ "status": 200 }""", "$.turns[0].fault.status is 200; it must be a whole number from 400 to 599.")]
    [InlineData("""{ "status": 500, "after": 1 }""", "$.turns[0].fault has the unknown member 'after'; allowed are status, code, message, headers, times.")]
    [InlineData("""{ "status": 500, "headers": { "a b": "x" } }""", "$.turns[0].fault.headers.a b is \"x\"; its name must be a header's: letters, digits and '-'.")]
    [InlineData("""{ "status": 500, "headers": { "Content-Length": "x" } }""", "$.turns[0].fault.headers.Content-Length is \"x\"; this header follows from the answer and cannot be given.")]
    [InlineData("""{ "status": 500, "headers": { "a": "x\r\nb: c" } }""", "$.turns[0].fault.headers.a is \"x\\r\\nb: c\"; it must be printable ASCII.")]
    [InlineData("""{ "tear": "cut" }""", "$.turns[0].fault.tear is \"cut\"; allowed are \"abort\", \"close\".")]
    [InlineData("""{ "tear": "abort", "after": -1 }""", "$.turns[0].fault.after is -1; it must be a whole number from 0 to 1000000.")]
    [InlineData("""{ "stall": "forever" }""", "$.turns[0].fault.stall is \"forever\"; it must be a number of seconds from 0 to 3600, or \"released\".")]
    [InlineData("""{ "empty": false }""", "$.turns[0].fault.empty is false; it must be true.")]
    [InlineData("""{ "empty": true, "times": 0 }""", "$.turns[0].fault.times is 0; it must be a whole number from 1 to 1000000.")]
    [InlineData("""{ "empty": true, "times": "often" }""", "$.turns[0].fault.times is \"often\"; allowed are \"always\".")]
    [InlineData("""{ "empty": true, "times": true }""", "$.turns[0].fault.times is true; it must be a whole number from 1 to 1000000, or \"always\".")]
    public void A_fault(string fault, string message) => AssertWrong($$"""{ "turns": [ { "fault": {{fault}} } ] }""", message);

    [Theory]
    [InlineData("{ \"turns\": [ }", "line 1, byte 14: ")]
    [InlineData("{ \"turns\": [],\n  \"turns\": [] }", "Duplicate property 'turns' encountered during deserialization")]
    [InlineData("", "line 1, byte 1: ")]
    public void What_is_not_JSON_says_where(string json, string place)
    {
        var error = Assert.Throws<ErrandException>(() => ModelScript.Parse(json, "my.json"));

        Assert.StartsWith("ERR7001 Script 'my.json' is not JSON: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_value_is_cut_in_the_message()
    {
        var error = Assert.Throws<ErrandException>(() => ModelScript.Parse($$"""{ "turns": [ { "say": "x", "stop": "{{new string('y', 5000)}}" } ] }"""));

        Assert.InRange(error.Message.Length, 80, 250);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_allowed()
    {
        var script = ModelScript.Parse("""
            {
              // What it is for.
              "turns": [ { "say": "x", }, /* and then */ ],
            }
            """);

        Assert.Equal("x", Assert.Single(Assert.Single(script.Scenarios).Turns).Say);
    }

    [Fact]
    public void The_top_fills_what_scenarios_leave_open()
    {
        var script = ModelScript.Parse("""
            { "cwd": "/top", "end": "bye", "usage": { "input": 1 }, "scripts": [ { "match": "a", "turns": [] }, { "cwd": "/own", "end": "own", "usage": { "input": 2 }, "turns": [] } ] }
            """);

        Assert.Equal([("/top", "bye", 1), ("/own", "own", 2)], script.Scenarios.Select(scenario => (scenario.WorkingDirectory, scenario.End, scenario.Usage!.Input)));
    }

    [Fact]
    public void A_file_is_read_and_named_in_errors()
    {
        using var directory = new TempDirectory();
        var good = directory.Write("good.json", """{ "turns": [ { "say": "x" } ] }""");
        var bad = directory.Write("bad.json", """{ "turns": 1 }""");

        Assert.Equal(good, ModelScript.Load(good).Source);
        Assert.Equal($"ERR7001 Script '{bad}': $.turns is 1; it must be a list.", Assert.Throws<ErrandException>(() => ModelScript.Load(bad)).Message);
        Assert.StartsWith($"ERR7002 Script '{directory["none.json"]}' cannot be read: ", Assert.Throws<ErrandException>(() => ModelScript.Load(directory["none.json"])).Message, StringComparison.Ordinal);
        Assert.StartsWith($"ERR7002 Script '{directory.Path}' cannot be read: ", Assert.Throws<ErrandException>(() => ModelScript.Load(directory.Path)).Message, StringComparison.Ordinal);
    }

    private static void AssertWrong(string json, string message) =>
        Assert.Equal($"ERR7001 Script 'my.json': {message}", Assert.Throws<ErrandException>(() => ModelScript.Parse(json, "my.json")).Message);
}
