using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Scripted;

namespace Errand.Gateway.Tests.Scripted;

public sealed class ConversationTests
{
    private const string Three = """{ "turns": [ { "say": "one" }, { "say": "two" }, { "say": "three" } ], "end": "over" }""";

    [Fact]
    public async Task Each_request_of_a_conversation_gets_the_next_turn_and_after_the_last_the_end()
    {
        await using var model = await ModelUnderTest.PlayAsync(Three);
        var said = new List<string>();

        for (var i = 0; i < 5; i++)
            said.Add((await AskAsync(model, "s", "Go.")).Said);

        Assert.Equal(["one", "two", "three", "over", "over"], said);
        Assert.Equal([1, 2, 3, null, null], model.Model.Requests.Select(request => request.Turn));
    }

    [Fact]
    public async Task Conversations_do_not_disturb_each_other()
    {
        await using var model = await ModelUnderTest.PlayAsync(Three);

        var said = await Task.WhenAll(Enumerable.Range(0, 40).Select(async index =>
        {
            var session = $"s{index}";
            var thread = Responses.Thread($"t{index}");
            var answers = new List<string>();
            for (var i = 0; i < 3; i++)
                answers.Add(index % 2 == 0 ? (await AskAsync(model, session, "Go.")).Said : (await model.ResponsesAsync(Responses.Request(Responses.User("Go.")), thread)).Said);
            return string.Join(' ', answers);
        }));

        Assert.All(said, answers => Assert.Equal("one two three", answers));
        Assert.Equal(120, model.Model.Requests.Count);
        model.AssertNoViolations();
    }

    [Fact]
    public async Task Without_session_headers_the_first_user_text_tells_conversations_apart()
    {
        await using var model = await ModelUnderTest.PlayAsync(Three);

        Assert.Equal("one", (await model.MessagesAsync(Messages.Request(Messages.User("A")))).Said);
        Assert.Equal("one", (await model.MessagesAsync(Messages.Request(Messages.User("B")))).Said);
        Assert.Equal("two", (await model.MessagesAsync(Messages.Request(Messages.User("A")))).Said);
    }

    [Fact]
    public async Task A_scenario_is_chosen_by_the_first_user_text_and_kept()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            {
              "scripts": [
                { "name": "fixing", "match": "^fix \\w+", "turns": [ { "say": "fixed" }, { "say": "still fixed" } ] },
                { "match": "(?i)REVIEW", "turns": [ { "say": "reviewed" } ] }
              ],
              "turns": [ { "say": "something" } ]
            }
            """);

        Assert.Equal("fixed", (await AskAsync(model, "a", "fix it")).Said);
        Assert.Equal("reviewed", (await AskAsync(model, "b", "Please review.")).Said);
        Assert.Equal("something", (await AskAsync(model, "c", "Hello.")).Said);
        Assert.Equal("still fixed", (await AskAsync(model, "a", "Hello again.")).Said);
        Assert.Equal(["fixing", "script2", "default", "fixing"], model.Model.Requests.Select(request => request.Scenario));
    }

    [Fact]
    public async Task A_text_that_no_scenario_is_for_is_refused_with_the_text()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "scripts": [ { "match": "fix", "turns": [] } ] }""");

        var answer = await AskAsync(model, "s", "Hello.");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("scripted model: no scenario of 'script' matches the first user text 'Hello.'.", (string)answer.Json["error"]!["message"]!);
    }

    [Fact]
    public async Task What_the_client_adds_in_the_user_s_name_is_not_the_user_s_text()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "expect": { "user": "^Go\\.$" }, "say": "fine" } ] }""");

        Assert.Equal("fine", (await AskAsync(model, "s", "Go.")).Said);
        Assert.Equal("fine", (await model.ResponsesAsync(Responses.Request(Responses.User("# AGENTS.md instructions for x\n…"), Responses.User("Go.")))).Said);
    }

    [Fact]
    public async Task A_sub_agent_is_told_that_there_is_nothing_to_do()
    {
        await using var model = await ModelUnderTest.PlayAsync(Three);

        var claude = await model.MessagesAsync(Messages.Request(Messages.User("Look.")), Messages.Session("s"), ("x-claude-code-agent-id", "a1"));
        var codex = await model.ResponsesAsync(Responses.Request(Responses.User("Look.")), Responses.Thread("child", session: "parent"));

        Assert.Equal(("There is nothing to do.", "There is nothing to do."), (claude.Said, codex.Said));
        Assert.All(model.Model.Requests, request => Assert.True(request.IsSubAgent));
        Assert.Equal("one", (await AskAsync(model, "s", "Go.")).Said);
    }

    [Fact]
    public async Task A_scenario_for_sub_agents_is_for_nobody_else()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            { "scripts": [ { "subAgent": true, "match": "Look", "turns": [ { "say": "looked" } ] } ], "turns": [ { "say": "main" } ] }
            """);

        var agent = await model.MessagesAsync(Messages.Request(Messages.User("Look.")), Messages.Session("s"), ("x-claude-code-agent-id", "a1"));

        Assert.Equal("looked", agent.Said);
        Assert.Equal("main", (await AskAsync(model, "s", "Look.")).Said);
    }

    [Fact]
    public async Task A_side_request_is_answered_by_its_own_schema_and_uses_up_no_turn()
    {
        await using var model = await ModelUnderTest.PlayAsync(Three);
        var title = Messages.RequestWith([], Messages.User("Go."));
        title["output_config"] = JsonNode.Parse("""
            { "format": { "type": "json_schema", "schema": { "type": "object", "required": ["title", "n"], "properties": { "title": { "type": "string" }, "n": { "type": "integer" }, "more": {} } } } }
            """);

        var answer = await model.MessagesAsync(title, Messages.Session("s"));

        Assert.Equal("""{"title":"Scripted","n":0}""", answer.Said);
        Assert.Equal("one", (await AskAsync(model, "s", "Go.")).Said);
    }

    [Fact]
    public async Task Placeholders_take_what_the_request_brings_and_what_was_captured()
    {
        await using var model = await ModelUnderTest.PlayAsync("""
            {
              "turns": [
                { "capture": { "task": "task (\\w+)" }, "call": { "server": "errand", "name": "start", "input": { "cwd": "{cwd}", "deep": [ { "task": "{task} by {model}" } ] } } },
                { "capture": { "job": "j\\d+" }, "say": "{userText} {toolResult}: {job} {{job}} ${1} { x } {unknown}" }
              ]
            }
            """);

        var start = await model.ResponsesAsync(Responses.Request(Responses.User("task fix")), Responses.Thread("t"));
        var id = (string)start.Items[0]["call_id"]!;
        var said = await model.ResponsesAsync(
            Responses.Request(Responses.User("task fix"), Responses.Call(id), Responses.Output(id, "started j17")), Responses.Thread("t"));

        Assert.Equal("""{"cwd":"/home/a b/work","deep":[{"task":"fix by deepseek-chat"}]}""", (string)start.Items[0]["arguments"]!);
        Assert.Equal("task fix started j17: j17 {job} ${1} { x } {unknown}", said.Said);
    }

    [Fact]
    public async Task Results_of_parallel_calls_are_seen_together()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "<{toolResult}>" } ] }""");

        var answer = await model.MessagesAsync(Messages.Request(
            Messages.User("Go."), Messages.Assistant("old", "a"), Messages.Results(("a", "old")), Messages.Assistant("new", "b", "c"), Messages.Results(("b", "B"), ("c", "C"))));

        Assert.Equal("<B\nC>", answer.Said);
    }

    [Theory]
    [InlineData("""{ "expect": "never", "say": "x" }""", "$.turns[0] expects the request's input to match 'never', but it is 'Go.'.", ScriptedRule.Expectation)]
    [InlineData("""{ "expect": { "result": "x" }, "say": "x" }""", "$.turns[0] expects the tool results to match 'x', but it is ''.", ScriptedRule.Expectation)]
    [InlineData("""{ "capture": { "job": "j\\d+" }, "say": "x" }""", "$.turns[0] expects the request's input, to capture 'job' from, to match 'j\\d+', but it is 'Go.'.", ScriptedRule.Expectation)]
    [InlineData("""{ "server": "errand", "name": "stop" }""", "$.turns[0].call needs the tool 'mcp__errand__stop', but the request offers only Bash, Edit, Read, Write, mcp__errand__start.", ScriptedRule.Script)]
    public async Task A_turn_that_cannot_be_played_is_refused_and_stays_due(string turn, string message, ScriptedRule rule)
    {
        turn = turn.StartsWith("""{ "server""", StringComparison.Ordinal) ? $$"""{ "call": {{turn}} }""" : turn;
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ {{turn}} ] }""");

        var answer = await AskAsync(model, "s", "Go.");
        var again = await AskAsync(model, "s", "Go.");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (answer.Status, again.Status));
        Assert.Equal($"scripted model: {message}", (string)answer.Json["error"]!["message"]!);
        Assert.Equal([new ScriptedViolation(1, rule, message), new ScriptedViolation(2, rule, message)], model.Model.Violations);
    }

    [Fact]
    public async Task A_placeholder_without_a_value_is_refused()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "{job}" }, { "capture": { "job": "." }, "say": "x" } ] }""");

        await AskAsync(model, "s", "Go.");

        Assert.Equal("$.turns[0] uses {job}, but no turn has captured it yet.", Assert.Single(model.Model.Violations).Message);
    }

    [Fact]
    public async Task A_working_directory_that_nobody_names_is_asked_for_only_when_it_is_needed()
    {
        const string Write = """{ "turns": [ { "call": { "tool": "write", "path": "a", "text": "" } } ] CWD }""";
        var request = Messages.Request(Messages.User("Go."));
        request.Remove("system");
        await using var without = await ModelUnderTest.PlayAsync(Write.Replace("CWD", "", StringComparison.Ordinal));
        await using var with = await ModelUnderTest.PlayAsync(Write.Replace("CWD", """, "cwd": "/given" """, StringComparison.Ordinal));

        var refused = await without.MessagesAsync(request);
        var played = await with.MessagesAsync(request);

        Assert.Contains("'a' is relative and the request names no working directory; give 'cwd' in the script.", refused.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("/given/a", played.Text.Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static Task<WireAnswer> AskAsync(ModelUnderTest model, string session, string text) =>
        model.MessagesAsync(Messages.Request(Messages.User(text)), Messages.Session(session));
}
