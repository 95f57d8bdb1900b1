using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Scripted;

namespace Errand.Gateway.Tests.Scripted;

public sealed class ChatStreamTests
{
    private const string Script = """
        {
          "turns": [
            {
              "think": "Let me think about what it is that I should do.",
              "say": "Two calls at once, and a text that is long enough for pieces.",
              "call": [ { "tool": "shell", "command": "ls" }, { "server": "errand", "name": "start", "input": { "task": "x" } } ],
              "usage": { "input": 1000, "cached": 600, "cacheWrite": 100, "output": 50, "reasoning": 20 }
            },
            { "expect": "listed\nstarted", "say": "Done." }
          ]
        }
        """;

    [Fact]
    public async Task A_stream_tells_reasoning_text_calls_reason_and_usage()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var chunks = Chunks(await model.ChatAsync(ChatCompletions.Request(ChatCompletions.User("Go."))));

        var deltas = chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => choice!["delta"]!).ToList();
        Assert.Equal("Let me think about what it is that I should do.", string.Concat(deltas.Select(delta => (string?)delta["reasoning_content"])));
        Assert.Equal("Two calls at once, and a text that is long enough for pieces.", string.Concat(deltas.Select(delta => (string?)delta["content"])));
        var calls = deltas.SelectMany(delta => delta["tool_calls"]?.AsArray() ?? []).GroupBy(call => (int)call!["index"]!).ToList();
        Assert.Equal(
            ["""Bash {"command":"ls"}""", """mcp__errand__start {"task":"x"}"""],
            calls.Select(call => $"{call.First()!["function"]!["name"]} {string.Concat(call.Select(piece => (string?)piece!["function"]!["arguments"]))}"));
        Assert.Equal(["tool_calls"], chunks.SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => (string?)choice!["finish_reason"]).OfType<string>());
        Assert.Equal(
            """{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":600},"completion_tokens_details":{"reasoning_tokens":20}}""",
            chunks[^1]["usage"]!.ToJsonString());
        model.AssertNoViolations();
    }

    [Fact]
    public async Task A_document_says_the_same_and_results_are_seen()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);
        var request = ChatCompletions.Request(ChatCompletions.User("Go."));
        request["stream"] = false;
        request.Remove("stream_options");

        var whole = (await model.ChatAsync(request)).Json;

        var message = whole["choices"]![0]!["message"]!;
        Assert.Equal("Let me think about what it is that I should do.", (string?)message["reasoning_content"]);
        string[] ids = [.. message["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!)];
        var next = await model.ChatAsync(ChatCompletions.Request(
            ChatCompletions.User("Go."), ChatCompletions.Calls(ids), ChatCompletions.Result(ids[0], "listed"), ChatCompletions.Result(ids[1], "started")));
        Assert.Equal("Done.", string.Concat(Chunks(next).SelectMany(chunk => chunk["choices"]!.AsArray()).Select(choice => (string?)choice!["delta"]!["content"])));
        Assert.Equal("Go.", model.Model.Requests[0].FirstUserText);
        model.AssertNoViolations();
    }

    [Fact]
    public async Task Usage_is_told_only_to_those_who_ask_for_it()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);
        var request = ChatCompletions.Request(ChatCompletions.User("Go."));
        request.Remove("stream_options");

        Assert.DoesNotContain(Chunks(await model.ChatAsync(request)), chunk => chunk.ContainsKey("usage"));
    }

    [Fact]
    public async Task A_tool_that_takes_text_gets_it_as_its_one_property()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "call": { "tool": "write", "path": "a.txt", "text": "x\n" } } ] }""");
        var request = ChatCompletions.RequestWith(["exec_command"], ChatCompletions.User("Go."));
        request["tools"]!.AsArray().Add((JsonNode)ChatCompletions.Tool("apply_patch", "input"));
        request["stream"] = false;
        request.Remove("stream_options");

        var call = (await model.ChatAsync(request)).Json["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!;

        Assert.Equal("apply_patch", (string?)call["name"]);
        Assert.StartsWith("*** Begin Patch", (string?)JsonNode.Parse((string)call["arguments"]!)!["input"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("mcp__errand__start")]
    public async Task A_tool_of_a_server_is_found_without_its_namespace(string offered)
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "call": { "server": "errand", "name": "start", "input": {} } } ] }""");

        var chunks = Chunks(await model.ChatAsync(ChatCompletions.RequestWith(["exec_command", offered], ChatCompletions.User("Go."))));

        Assert.Contains($"\"name\":\"{offered}\"", string.Concat(chunks.Select(chunk => chunk.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_side_request_is_answered_from_its_schema()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.ChatAsync(JsonNode.Parse("""
            { "model": "m", "messages": [{ "role": "user", "content": "Name it." }],
              "response_format": { "type": "json_schema", "json_schema": { "name": "n", "schema": { "type": "object", "properties": { "title": { "type": "string" } }, "required": ["title"] } } } }
            """)!.AsObject());

        Assert.Equal("""{"title":"Scripted"}""", (string?)answer.Json["choices"]![0]!["message"]!["content"]);
    }

    [Theory]
    [InlineData("""{ "tear": "abort" }""", true, "")]
    [InlineData("""{ "tear": "close" }""", false, "")]
    [InlineData("""{ "error": "rate_limit_exceeded", "message": "Slow." }""", false, """data: {"error":{"message":"Slow.","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""")]
    [InlineData("""{ "garbage": "<html>" }""", false, "<html>")]
    public async Task A_fault_leaves_no_end_behind_and_the_turn_is_due_again(string fault, bool isTorn, string end)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "say": "Hello.", "fault": {{fault}} } ] }""");
        var request = ChatCompletions.Request(ChatCompletions.User("Go."));

        var answer = await model.ChatAsync(request);

        Assert.Equal(isTorn, answer.IsTorn);
        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith(end, answer.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("Hello.", (await model.ChatAsync(request)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_has_the_shape_of_the_protocol()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "x", "fault": { "status": 429, "message": "Slow.", "headers": { "retry-after": "1" } } } ] }""");

        var answer = await model.ChatAsync(ChatCompletions.Request(ChatCompletions.User("Go.")));

        Assert.Equal((HttpStatusCode.TooManyRequests, "1"), (answer.Status, answer.Headers["Retry-After"]));
        Assert.Equal("""{"error":{"message":"Slow.","type":"rate_limit_error","param":null,"code":null}}""", answer.Text);
    }

    [Theory]
    [InlineData("""{ "messages": [{ "role": "user", "content": "x" }] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "human", "content": "x" }] }""", ScriptedRule.Role)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": null }] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": "x" }, { "role": "assistant", "content": "y" }] }""", ScriptedRule.Role)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "tool", "tool_call_id": "a", "content": "x" }] }""", ScriptedRule.OrphanResult)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "assistant", "content": null, "tool_calls": [{ "id": "a", "type": "function", "function": { "name": "f", "arguments": "{}" } }] }, { "role": "user", "content": "x" }] }""", ScriptedRule.UnansweredCall)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "assistant", "content": null, "tool_calls": [{ "id": "a", "type": "function", "function": { "name": "f", "arguments": "nope" } }] }, { "role": "user", "content": "x" }] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": "x" }], "tool_choice": "auto" }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": "x" }], "tools": [{ "type": "function", "function": { "name": "a.b", "parameters": { "type": "object" } } }] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": "x" }], "tools": [{ "type": "function", "function": { "name": "a", "parameters": null } }] }""", ScriptedRule.Shape)]
    [InlineData("""{ "model": "m", "messages": [{ "role": "user", "content": "x" }], "stream_options": { "include_usage": true } }""", ScriptedRule.Shape)]
    public async Task A_request_that_breaks_a_rule_is_refused(string request, ScriptedRule rule)
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.ChatAsync(JsonNode.Parse(request)!.AsObject());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith("scripted model: ", (string?)answer.Json["error"]!["message"], StringComparison.Ordinal);
        Assert.Contains(model.Model.Violations, violation => violation.Rule == rule);
    }

    private static List<JsonObject> Chunks(WireAnswer answer)
    {
        var frames = answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", frames[^1]);
        return [.. frames[..^1].Select(frame => JsonNode.Parse(frame["data: ".Length..])!.AsObject())];
    }
}
