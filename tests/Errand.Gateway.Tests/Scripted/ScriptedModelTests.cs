using System.Net;
using System.Net.Sockets;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>Starting and ending it, and what it keeps of what it received.</summary>
public sealed class ScriptedModelTests
{
    private const string Fine = """{ "turns": [], "end": "fine" }""";

    [Fact]
    public async Task It_listens_on_loopback_and_frees_its_port()
    {
        int port;
        await using (var first = await ModelUnderTest.PlayAsync(Fine))
        {
            port = first.Model.Port;
            Assert.Equal($"http://127.0.0.1:{port}", first.Model.AnthropicBaseUrl);
            Assert.Equal($"http://127.0.0.1:{port}/v1", first.Model.OpenAIBaseUrl);
            using var other = new TcpClient();
            // All of 127.0.0.0/8 is this machine; only 127.0.0.1 is listened on.
            await Assert.ThrowsAsync<SocketException>(() => other.ConnectAsync(IPAddress.Parse("127.0.0.2"), port));
        }

        await using var second = await ModelUnderTest.PlayAsync(Fine, new ScriptedModelOptions { Port = port });
        Assert.Equal(port, second.Model.Port);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_that_names_it()
    {
        await using var first = await ModelUnderTest.PlayAsync(Fine);

        var error = await Assert.ThrowsAsync<ErrandException>(() => ModelUnderTest.PlayAsync(Fine, new ScriptedModelOptions { Port = first.Model.Port }));

        Assert.StartsWith($"ERR7003 The scripted model cannot listen on port {first.Model.Port} of 127.0.0.1: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task A_port_that_cannot_be_is_an_error_that_names_it(int port)
    {
        var error = await Assert.ThrowsAsync<ErrandException>(() => ModelUnderTest.PlayAsync(Fine, new ScriptedModelOptions { Port = port }));

        Assert.Equal($"ERR7003 The scripted model cannot listen on port {port}; give a port from 1 to 65535, or 0 for any free one.", error.Message);
    }

    [Fact]
    public async Task It_starts_in_less_than_300_ms()
    {
        var times = new List<TimeSpan>();
        // The best of five: what is measured is the start, not what else the machine does.
        for (var i = 0; i < 5; i++)
        {
            var startedAt = TimeProvider.System.GetTimestamp();
            await using var model = await ModelUnderTest.PlayAsync(Fine);
            times.Add(TimeProvider.System.GetElapsedTime(startedAt));
        }

        Assert.True(times.Min() < TimeSpan.FromMilliseconds(300), string.Join(", ", times));
    }

    [Fact]
    public async Task Ending_it_ends_answers_that_are_held()
    {
        var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "x", "fault": { "stall": "released" } } ] }""");
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        var asked = model.MessagesAsync(Messages.Request(Messages.User("Go.")));
        await model.Model.WaitForStallAsync(1, timeout.Token);

        await model.Model.DisposeAsync().AsTask().WaitAsync(timeout.Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => asked);
        await model.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_kept_with_what_it_said()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "one" } ] }""");

        await model.MessagesAsync(Messages.Request(Messages.User("Go."), Messages.Assistant("a", "x", "y"), Messages.Results(("x", "X"), ("y", "Y"))), Messages.Session("s"));

        var request = Assert.Single(model.Model.Requests);
        Assert.Equal((1, "POST", "/v1/messages", 200, "deepseek-chat", true), (request.Number, request.Method, request.Path, request.Status, request.Model, request.Stream));
        Assert.Equal(("Go.", "Go.", "default", 1), (request.FirstUserText, request.LastUserText, request.Scenario, request.Turn));
        Assert.Equal("***", request.Headers["x-api-key"]);
        Assert.Equal("2023-06-01", request.Headers["anthropic-version"]);
        Assert.Contains("\"messages\"", request.Body, StringComparison.Ordinal);
        Assert.Equal([new ToolResult("x", "X", false), new ToolResult("y", "Y", false)], request.Results);
    }

    [Fact]
    public async Task Questions_about_all_requests_have_answers()
    {
        await using var model = await ModelUnderTest.PlayAsync(Fine);
        await model.MessagesAsync(Messages.Request(Messages.User("Go."), Messages.Assistant("a", "x"), Messages.Results(("x", "X"))), Messages.Session("s"));
        await model.MessagesAsync(
            Messages.Request(Messages.User("Go."), Messages.Assistant("a", "x"), Messages.Results(("x", "X")), Messages.Assistant("b", "y"), Messages.Results(("y", "Y"))), Messages.Session("s"));
        await model.ResponsesAsync(Responses.Request(Responses.User("Go."), Responses.Call("c"), Responses.Output("c", "C")));

        var requests = model.Model.Requests;

        Assert.Equal(["X", "Y", "C"], requests.ToolResults.Select(result => result.Text));
        Assert.Equal("Y", requests.ToolResultText(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => requests.ToolResultText(4));
        Assert.Equal(3, requests.In("default").Count);
        Assert.Empty(requests.In("other"));
        Assert.Equal(["deepseek-chat"], requests.Models);
        Assert.Equal(
            ["Bash", "Edit", "Read", "Write", "mcp__errand__start", "exec_command", "write_stdin", "mcp__errand/start", "multi_agent_v1/spawn_agent", "web_search"],
            requests.ToolsOffered.Select(tool => tool.ToString()));
    }

    [Fact]
    public async Task Only_so_many_requests_are_kept()
    {
        await using var few = await ModelUnderTest.PlayAsync(Fine, new ScriptedModelOptions { MaxRequests = 3 });
        await using var small = await ModelUnderTest.PlayAsync(Fine, new ScriptedModelOptions { MaxRecordedCharacters = 100 });
        for (var i = 0; i < 5; i++)
        {
            await few.MessagesAsync(Messages.Request(Messages.User("Go.")));
            await few.PostAsync("/v1/messages", "{}");
            await small.MessagesAsync(Messages.Request(Messages.User("Go.")));
        }

        Assert.Equal([8, 9, 10], few.Model.Requests.Select(request => request.Number));
        Assert.Equal(3, few.Model.Violations.Count);
        Assert.Equal([5], small.Model.Requests.Select(request => request.Number));
    }

    [Fact]
    public async Task A_request_can_be_waited_for_before_and_after_it_came()
    {
        await using var model = await ModelUnderTest.PlayAsync(Fine);
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);

        var coming = model.Model.WaitForRequestAsync(request => request.LastUserText == "Two.", timeout.Token);
        await model.MessagesAsync(Messages.Request(Messages.User("One.")));
        Assert.False(coming.IsCompleted);
        await model.MessagesAsync(Messages.Request(Messages.User("Two.")));

        Assert.Equal(2, (await coming).Number);
        Assert.Equal(1, (await model.Model.WaitForRequestAsync(request => request.LastUserText == "One.", timeout.Token)).Number);
    }

    [Fact]
    public async Task A_conversation_of_some_megabytes_is_taken()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "{toolResult}" } ] }""");
        var text = new string('x', 5_000_000);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go."), Messages.Assistant("a", "x"), Messages.Results(("x", text))));

        Assert.Equal(text.Length, answer.Said.Length);
    }

    [Fact]
    public async Task A_body_of_more_than_64_MB_is_refused_and_said_so()
    {
        await using var model = await ModelUnderTest.PlayAsync(Fine);

        var answer = await model.PostAsync("/v1/responses", new string(' ', 64 * 1024 * 1024 + 1), ("expect", "100-continue"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("request_too_large", (string)answer.Json["error"]!["type"]!);
        Assert.Equal(413, Assert.Single(model.Model.Requests).Status);
        Assert.Single(model.Model.Violations);
    }

    [Fact]
    public async Task A_pattern_that_takes_for_ever_is_given_up()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "expect": "^(a+)+$", "say": "x" } ] }""");

        var answer = await model.MessagesAsync(Messages.Request(Messages.User(new string('a', 60) + "!")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("the pattern '^(a+)+$' takes more than 2 s on this request.", Assert.Single(model.Model.Violations).Message);
    }
}
