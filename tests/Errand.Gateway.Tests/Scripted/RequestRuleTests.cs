using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Scripted;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>What a request may not be. Every rule is shown to be broken, and correct requests are shown to break none.</summary>
public sealed class RequestRuleTests
{
    private const string Any = """{ "turns": [], "end": "fine" }""";

    public static TheoryData<string, ScriptedRule, string> BrokenMessages => new()
    {
        { """{ "model": "m", "max_tokens": 1 }""", ScriptedRule.Shape, "'messages' must be a list with at least one message." },
        { """{ "messages": [ { "role": "user", "content": "x" } ] }""", ScriptedRule.Shape, "'model' must be a string." },
        { Conversation("""{ "role": "tool", "content": "x" }"""), ScriptedRule.Role, "messages[0]: the role 'tool' is not one of user, assistant, system." },
        { Conversation("""{ "role": "system", "content": "x" }, { "role": "user", "content": "x" }"""), ScriptedRule.Role, "messages[0]: a conversation begins with the user, not with 'system'." },
        { Conversation("""{ "role": "user", "content": "x" }, { "role": "assistant", "content": "y" }"""), ScriptedRule.Role, "the last message is the assistant's own; the user has to speak." },
        { Conversation("""{ "role": "user", "content": 7 }"""), ScriptedRule.Shape, "messages[0]: 'content' must be a string or a list of blocks." },
        { Conversation("""{ "role": "user", "content": [ { "text": "x" } ] }"""), ScriptedRule.Shape, "messages[0].content[0]: a block without a type." },
        { Conversation("""{ "role": "user", "content": [ { "type": "tool_result", "tool_use_id": "a" } ] }"""), ScriptedRule.OrphanResult, "messages[0].content[0]: the result for 'a' has no call in the message before." },
        { Conversation("""{ "role": "user", "content": [ { "type": "tool_use", "id": "a" } ] }"""), ScriptedRule.Role, "messages[0].content[0]: a tool_use in a message of the user." },
        { Called("""{ "role": "user", "content": "no result" }"""), ScriptedRule.UnansweredCall, "messages[2] should begin with the result for 'a', 'b'." },
        { Called(Result("a")), ScriptedRule.UnansweredCall, "messages[2] should begin with the result for 'b'." },
        { Called(Result("a", "b", "b")), ScriptedRule.Duplicate, "messages[2].content[2]: a second result for 'b'." },
        { Called(Result("a", "b", "c")), ScriptedRule.OrphanResult, "messages[2].content[2]: the result for 'c' has no call in the message before." },
        { Called("""{ "role": "system", "content": "between" }, """ + Result("a", "b")), ScriptedRule.UnansweredCall, "messages[2] should begin with the result for 'a', 'b'." },
        { Called("""{ "role": "user", "content": [ { "type": "text", "text": "first" }, { "type": "tool_result", "tool_use_id": "a" }, { "type": "tool_result", "tool_use_id": "b" } ] }"""), ScriptedRule.UnansweredCall, "messages[2].content[1]: the result for 'a' comes after other content; results come first." },
        { Called(Result("a", "b") + ", " + Result("a")), ScriptedRule.OrphanResult, "messages[3].content[0]: the result for 'a' has no call in the message before." },
        { Conversation("""{ "role": "user", "content": "x" }, { "role": "assistant", "content": [ { "type": "tool_use", "id": "a", "name": "x", "input": "{}" } ] }, """ + Result("a")), ScriptedRule.Shape, "messages[1].content[0]: the input of 'a' must be an object." },
        { Conversation("""{ "role": "user", "content": "x" }, { "role": "assistant", "content": [ { "type": "thinking", "thinking": "x" } ] }, { "role": "user", "content": "x" }"""), ScriptedRule.Shape, "messages[1].content[0]: a thinking block without its signature." },
        { """{ "model": "m", "messages": [ { "role": "user", "content": "x" } ], "tools": [ { "name": "a", "input_schema": { "type": "object" } }, { "name": "a" } ] }""", ScriptedRule.Duplicate, "tools[1]: the name 'a' is used twice." },
        { """{ "model": "m", "messages": [ { "role": "user", "content": "x" } ], "tools": [ { "name": "a" } ] }""", ScriptedRule.Shape, "tools[0] 'a': 'input_schema' must be a schema of type object." },
    };

    public static TheoryData<string, ScriptedRule, string> BrokenResponses => new()
    {
        { """{ "input": "x" }""", ScriptedRule.Shape, "'model' must be a string." },
        { """{ "model": "m" }""", ScriptedRule.Shape, "'input' must be a string or a list with at least one item." },
        { """{ "model": "m", "input": "x", "previous_response_id": "resp_1" }""", ScriptedRule.Shape, "'previous_response_id' is 'resp_1', but nothing is stored here; send the whole conversation." },
        { Items("""{ "type": "message", "role": "tool", "content": "x" }"""), ScriptedRule.Role, "input[0]: the role 'tool' is not one of user, assistant, developer, system." },
        { Items("{ }"), ScriptedRule.Shape, "input[0] has no type." },
        { Items("""{ "type": "function_call", "call_id": "a", "name": "x" }"""), ScriptedRule.Shape, "input[0]: a function_call needs 'name' and 'arguments', both strings." },
        { Items("""{ "type": "function_call", "call_id": "a", "name": "x", "arguments": "{}" }"""), ScriptedRule.UnansweredCall, "no output for 'a'." },
        { Items("""{ "type": "function_call_output", "call_id": "a", "output": "" }"""), ScriptedRule.OrphanResult, "input[0]: the function_call_output for 'a' has no call of its kind before it." },
        { Items("""{ "type": "function_call", "call_id": "a", "name": "x", "arguments": "{}" }, { "type": "custom_tool_call_output", "call_id": "a", "output": "" }"""), ScriptedRule.OrphanResult, "input[1]: the custom_tool_call_output for 'a' has no call of its kind before it." },
        { Items("""{ "type": "function_call", "call_id": "a", "name": "x", "arguments": "{}" }, { "type": "function_call_output", "call_id": "a", "output": "" }, { "type": "function_call_output", "call_id": "a", "output": "" }"""), ScriptedRule.Duplicate, "input[2]: a second output for 'a'." },
        { """{ "model": "m", "input": "x", "tools": [ { "type": "namespace", "name": "n", "tools": [ { "type": "function", "name": "a" }, { "type": "function", "name": "a" } ] } ] }""", ScriptedRule.Duplicate, "tools[0].tools[1]: the name 'a' is used twice." },
    };

    [Theory]
    [MemberData(nameof(BrokenMessages))]
    public async Task A_Messages_request_that_breaks_a_rule_is_refused_and_reported(string body, ScriptedRule rule, string message)
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        var answer = await model.MessagesAsync(JsonNode.Parse(body)!.AsObject());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request_error", (string)answer.Json["error"]!["type"]!);
        Assert.Contains(new ScriptedViolation(1, rule, message), model.Model.Violations);
        Assert.Contains(message, (string)answer.Json["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BrokenResponses))]
    public async Task A_Responses_request_that_breaks_a_rule_is_refused_and_reported(string body, ScriptedRule rule, string message)
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        var answer = await model.ResponsesAsync(JsonNode.Parse(body)!.AsObject());

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_request_error", (string)answer.Json["error"]!["type"]!);
        Assert.Contains(new ScriptedViolation(1, rule, message), model.Model.Violations);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{ \"model\": ")]
    [InlineData("null")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        var answer = await model.PostAsync("/v1/responses", body, ("authorization", "Bearer scripted-model-token"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(new ScriptedViolation(1, ScriptedRule.Shape, "the body must be a JSON object."), Assert.Single(model.Model.Violations));
    }

    [Fact]
    public async Task Correct_requests_break_no_rule()
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        Assert.Equal("fine", (await model.MessagesAsync(JsonNode.Parse(Called(Result("a", "b") + """, { "role": "system", "content": "now" }"""))!.AsObject())).Said);
        var items = Items("""
            { "role": "user", "content": "x" }, { "type": "reasoning", "summary": [] }, { "type": "web_search_call", "status": "completed" },
            { "type": "function_call", "call_id": "a", "name": "x", "arguments": "{}" }, { "type": "custom_tool_call", "call_id": "b", "name": "exec", "input": "" },
            { "type": "custom_tool_call_output", "call_id": "b", "output": "at work" }, { "type": "function_call_output", "call_id": "a", "output": [ { "type": "input_text", "text": "y" } ] },
            { "type": "custom_tool_call_output", "call_id": "b", "output": "done" }, { "type": "from_the_future" }
            """);
        Assert.Equal("fine", (await model.ResponsesAsync(JsonNode.Parse(items)!.AsObject())).Said);
        model.AssertNoViolations();
    }

    [Theory]
    [InlineData("", "", "no credential is presented, neither 'authorization' nor 'x-api-key'.")]
    [InlineData("Bearer other", "", "'authorization' is not the expected bearer token.")]
    [InlineData("", "other", "'x-api-key' is not the expected token.")]
    [InlineData("Bearer sk-real", "scripted-model-token", "'authorization' is not the expected bearer token.")]
    public async Task A_wrong_credential_is_refused_and_never_repeated(string authorization, string apiKey, string message)
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")), ("authorization", authorization), ("x-api-key", apiKey));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(new ScriptedViolation(1, ScriptedRule.Token, message), Assert.Single(model.Model.Violations));
        Assert.DoesNotContain("sk-real", answer.Text, StringComparison.Ordinal);
        Assert.All(model.Model.Requests[0].Headers.Where(header => header.Key is "authorization" or "x-api-key"), header => Assert.Equal("***", header.Value));
    }

    [Fact]
    public async Task A_token_can_be_chosen_or_left_open()
    {
        await using var own = await ModelUnderTest.PlayAsync(Any, new ScriptedModelOptions { Token = "own" });
        await using var open = await ModelUnderTest.PlayAsync(Any, new ScriptedModelOptions { Token = null });

        Assert.Equal("fine", (await own.MessagesAsync(Messages.Request(Messages.User("Go.")), ("x-api-key", "own"))).Said);
        Assert.Equal("fine", (await open.MessagesAsync(Messages.Request(Messages.User("Go.")), ("x-api-key", ""))).Said);
    }

    [Theory]
    [InlineData("sk-planted/1+2", "the body")]
    [InlineData("planted \"quote\"", "the body")]
    [InlineData("header-secret", "the header 'x-note'")]
    [InlineData("query-secret", "the request's address")]
    public async Task A_forbidden_value_is_found_wherever_it_is_and_never_repeated(string forbidden, string where)
    {
        await using var model = await ModelUnderTest.PlayAsync(Any, new ScriptedModelOptions { ForbiddenValues = ["", "absent", forbidden] });
        var inner = new JsonObject { ["tool"] = "planted \"quote\"" }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var body = new JsonObject
        {
            ["model"] = "m",
            ["input"] = new JsonArray(Responses.User("key sk-planted/1+2"), Responses.User(inner)),
        };

        var answer = await model.PostAsync(
            "/v1/responses?q=query%2Dsecret", body.ToJsonString(), ("authorization", "Bearer scripted-model-token"), ("x-note", "a header-secret"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(new ScriptedViolation(1, ScriptedRule.ForbiddenValue, $"forbidden value 2 is in {where}."), Assert.Single(model.Model.Violations));
        var request = Assert.Single(model.Model.Requests);
        Assert.DoesNotContain(forbidden, $"{answer.Text}{request}{string.Join(' ', request.Headers.Values)}{string.Join(' ', request.Results)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_addressed_to_another_name_is_refused()
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")), ("host", "attacker.example"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(ScriptedRule.Host, Assert.Single(model.Model.Violations).Rule);
    }

    [Fact]
    public async Task The_protocol_s_version_must_be_named()
    {
        await using var model = await ModelUnderTest.PlayAsync(Any);

        await model.MessagesAsync(Messages.Request(Messages.User("Go.")), ("anthropic-version", ""));

        Assert.Equal("the header 'anthropic-version' is missing.", Assert.Single(model.Model.Violations).Message);
    }

    private static string Conversation(string messages) => $$"""{ "model": "m", "max_tokens": 1, "stream": true, "messages": [ {{messages}} ] }""";

    private static string Called(string then) => Conversation($$"""
        { "role": "user", "content": "x" },
        { "role": "assistant", "content": [ { "type": "tool_use", "id": "a", "name": "x", "input": {} }, { "type": "tool_use", "id": "b", "name": "x", "input": {} } ] },
        {{then}}
        """);

    private static string Result(params string[] ids) =>
        $$"""{ "role": "user", "content": [ {{string.Join(", ", ids.Select(id => $$"""{ "type": "tool_result", "tool_use_id": "{{id}}", "content": "r" }"""))}} ] }""";

    private static string Items(string items) => $$"""{ "model": "m", "stream": true, "input": [ {{items}} ] }""";
}
