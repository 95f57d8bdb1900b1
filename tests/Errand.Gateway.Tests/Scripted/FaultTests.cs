using System.Net;
using Errand.Testing;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>Each fault over each protocol, and that the turn is due again afterwards.</summary>
public sealed class FaultTests
{
    private const string Text = "A text that is long enough to come in more than one piece.";

    [Fact]
    public async Task A_status_is_answered_in_the_shape_of_the_Messages_protocol()
    {
        await using var model = await PlayAsync("""{ "status": 429, "message": "Slow down.", "headers": { "retry-after": "7", "x-should-retry": "false" } }""");

        var answer = await AskMessagesAsync(model);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("""{"type":"error","error":{"type":"rate_limit_error","message":"Slow down."}}""", answer.Text);
        Assert.Equal(("7", "false"), (answer.Headers["Retry-After"], answer.Headers["x-should-retry"]));
        Assert.Equal(Text, (await AskMessagesAsync(model)).Said);
    }

    [Fact]
    public async Task A_status_is_answered_in_the_shape_of_the_Responses_protocol()
    {
        await using var model = await PlayAsync("""{ "status": 429, "code": "insufficient_quota", "message": "Paid up." }""");

        var answer = await AskResponsesAsync(model);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("""{"error":{"message":"Paid up.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", answer.Text);
        Assert.Equal(Text, (await AskResponsesAsync(model)).Said);
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(500, "api_error")]
    [InlineData(529, "overloaded_error")]
    public async Task A_status_has_its_usual_type(int status, string type)
    {
        await using var model = await PlayAsync($$"""{ "status": {{status}} }""");

        var answer = await AskMessagesAsync(model);

        Assert.Equal((status, type), ((int)answer.Status, (string)answer.Json["error"]!["type"]!));
        Assert.Equal(status, Assert.Single(model.Model.Requests).Status);
    }

    [Fact]
    public async Task An_abort_breaks_the_connection_in_the_middle()
    {
        await using var model = await PlayAsync("""{ "tear": "abort", "after": 4 }""");

        var messages = await AskMessagesAsync(model);
        var whole = await AskMessagesAsync(model);
        var responses = await AskResponsesAsync(model);

        Assert.True(messages.IsTorn);
        Assert.Equal(["message_start", "ping", "content_block_start", "content_block_delta"], messages.EventTypes);
        Assert.False(whole.IsTorn);
        Assert.Equal(Text, whole.Said);
        Assert.True(responses.IsTorn);
        Assert.Equal(4, responses.Events.Count);
    }

    [Fact]
    public async Task A_close_ends_in_good_order_just_before_the_end()
    {
        await using var model = await PlayAsync("""{ "tear": "close" }""");

        var messages = await AskMessagesAsync(model);
        var responses = await AskResponsesAsync(model);

        Assert.False(messages.IsTorn || responses.IsTorn);
        Assert.Equal("content_block_stop", messages.EventTypes.Last());
        Assert.Equal("response.output_item.done", responses.EventTypes.Last());
        Assert.Equal(Text, messages.Said);
    }

    [Fact]
    public async Task A_tear_never_lets_the_end_through()
    {
        await using var model = await PlayAsync("""{ "tear": "close", "after": 1000000, "times": "always" }""");

        Assert.DoesNotContain("message_delta", (await AskMessagesAsync(model)).EventTypes);
        Assert.DoesNotContain("response.completed", (await AskResponsesAsync(model)).EventTypes);
        Assert.DoesNotContain("message_delta", (await AskMessagesAsync(model)).EventTypes);
    }

    [Theory]
    [InlineData("abort", true)]
    [InlineData("close", false)]
    public async Task Without_a_stream_a_tear_leaves_half_a_document(string tear, bool isTorn)
    {
        await using var model = await PlayAsync($$"""{ "tear": "{{tear}}" }""");

        var half = await AskMessagesAsync(model, stream: false);
        var whole = await AskMessagesAsync(model, stream: false);

        Assert.Equal(isTorn, half.IsTorn);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => half.Json);
        Assert.Equal(Text, (string)whole.Json["content"]![0]!["text"]!);
    }

    [Fact]
    public async Task An_error_in_a_stream_comes_after_so_many_events_and_ends_it()
    {
        await using var model = await PlayAsync("""{ "error": "overloaded_error", "message": "Too many.", "after": 3, "times": 2 }""");

        var messages = await AskMessagesAsync(model);
        var responses = await AskResponsesAsync(model);

        Assert.Equal(["message_start", "ping", "content_block_start", "error"], messages.EventTypes);
        Assert.Equal("""{"type":"overloaded_error","message":"Too many."}""", messages.Single("error")["error"]!.ToJsonString());
        Assert.Equal("response.failed", responses.EventTypes.Last());
        Assert.Equal(3, (int)responses.Single("response.failed")["sequence_number"]!);
        Assert.Equal("""{"code":"overloaded_error","message":"Too many."}""", responses.Single("response.failed")["response"]!["error"]!.ToJsonString());
        Assert.Equal((HttpStatusCode)529, (await AskMessagesAsync(model, stream: false)).Status);
        Assert.Equal(Text, (await AskMessagesAsync(model)).Said);
    }

    [Fact]
    public async Task Garbage_is_sent_as_it_is()
    {
        await using var model = await PlayAsync("""{ "garbage": "}}not a protocol\u0000{{", "after": 1 }""");

        Assert.EndsWith("}}not a protocol\0{{", (await AskMessagesAsync(model)).Text, StringComparison.Ordinal);
        Assert.EndsWith("}}not a protocol\0{{", (await AskResponsesAsync(model)).Text, StringComparison.Ordinal);
        Assert.Equal(Text, (await AskMessagesAsync(model)).Said);
    }

    [Fact]
    public async Task An_empty_answer_is_complete_and_the_turn_is_due_again()
    {
        await using var model = await PlayAsync("""{ "empty": true }""");

        var messages = await AskMessagesAsync(model);
        var responses = await AskResponsesAsync(model);

        Assert.Equal(["message_start", "ping", "message_delta", "message_stop"], messages.EventTypes);
        Assert.Equal(["response.created", "response.in_progress", "response.completed"], responses.EventTypes);
        Assert.Equal(Text, (await AskMessagesAsync(model)).Said);
        Assert.Equal(Text, (await AskResponsesAsync(model)).Said);
    }

    [Theory]
    [InlineData("""{ "stall": "released" }""", true)]
    [InlineData("""{ "stall": "released", "after": 2 }""", true)]
    [InlineData("""{ "stall": "released", "after": 2 }""", false)]
    public async Task A_stall_holds_the_answer_until_it_is_released(string fault, bool stream)
    {
        await using var model = await PlayAsync(fault);
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);

        var asked = AskMessagesAsync(model, stream);
        await model.Model.WaitForStallAsync(1, timeout.Token);
        Assert.False(asked.IsCompleted);
        model.Model.ReleaseStalls();
        var answer = await asked;

        Assert.Contains(stream ? "message_stop" : "end_turn", answer.Text, StringComparison.Ordinal);
        Assert.Equal("Done.", (await AskMessagesAsync(model)).Said);
    }

    [Fact]
    public async Task A_stall_of_a_given_time_ends_by_itself()
    {
        await using var model = await PlayAsync("""{ "stall": 0.2 }""");
        var startedAt = TimeProvider.System.GetTimestamp();

        var answer = await AskResponsesAsync(model);

        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds, 0.19, TestTimeouts.Default.TotalSeconds);
        Assert.Equal(Text, answer.Said);
    }

    [Fact]
    public async Task A_client_that_leaves_in_a_stall_finds_its_turn_still_due()
    {
        await using var model = await PlayAsync("""{ "stall": "released", "after": 2 }""");
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        using (var leaving = new HttpClient { Timeout = Timeout.InfiniteTimeSpan })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, model.Model.AnthropicBaseUrl + "/v1/messages");
            request.Content = new StringContent(Messages.Request(Messages.User("Go.")).ToJsonString());
            request.Headers.Add("x-api-key", "scripted-model-token");
            request.Headers.Add("anthropic-version", "2023-06-01");
            request.Headers.Add("x-claude-code-session-id", "s");
            using var response = await leaving.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            await model.Model.WaitForStallAsync(1, timeout.Token);
        }

        var answer = await AskMessagesAsync(model);

        Assert.Equal(Text, answer.Said);
    }

    [Fact]
    public async Task Delay_and_pace_are_silences()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "x", "delay": 0.1, "pace": 0.02 } ] }""");
        var startedAt = TimeProvider.System.GetTimestamp();

        var answer = await AskMessagesAsync(model);

        // Seven events, so six silences between them.
        Assert.Equal(7, answer.Events.Count);
        Assert.InRange(TimeProvider.System.GetElapsedTime(startedAt).TotalSeconds, 0.2, TestTimeouts.Default.TotalSeconds);
    }

    [Fact]
    public async Task Faults_come_one_after_the_other_each_as_often_as_it_says()
    {
        await using var model = await PlayAsync("""[ { "status": 529, "times": 2 }, { "status": 429 } ]""");
        var statuses = new List<int>();

        for (var i = 0; i < 4; i++)
            statuses.Add((int)(await AskMessagesAsync(model)).Status);

        Assert.Equal([529, 529, 429, 200], statuses);
    }

    [Fact]
    public async Task A_turn_of_faults_alone_is_over_when_they_are()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "fault": { "status": 500 } }, { "say": "after" } ] }""");

        Assert.Equal(HttpStatusCode.InternalServerError, (await AskMessagesAsync(model)).Status);
        Assert.Equal("after", (await AskMessagesAsync(model)).Said);
    }

    [Fact]
    public async Task A_fault_for_ever_never_ends()
    {
        await using var model = await PlayAsync("""{ "status": 401, "times": "always" }""");

        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskMessagesAsync(model)).Status);
    }

    private static Task<ModelUnderTest> PlayAsync(string fault) => ModelUnderTest.PlayAsync($$"""{ "turns": [ { "say": "{{Text}}", "fault": {{fault}} } ] }""");

    private static Task<WireAnswer> AskMessagesAsync(ModelUnderTest model, bool stream = true)
    {
        var request = Messages.Request(Messages.User("Go."));
        request["stream"] = stream;
        return model.MessagesAsync(request, Messages.Session("s"));
    }

    private static Task<WireAnswer> AskResponsesAsync(ModelUnderTest model) => model.ResponsesAsync(Responses.Request(Responses.User("Go.")), Responses.Thread("t"));
}
