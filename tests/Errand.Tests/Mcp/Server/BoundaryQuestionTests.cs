using System.Text.Json.Nodes;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>The user before a host is asked about changes outside the scope; what a host says without one is no answer.</summary>
public sealed class BoundaryQuestionTests
{
    private static readonly JsonObject Asking = new() { ["elicitation"] = new JsonObject() };

    [Fact]
    public async Task What_the_user_answers_is_done_in_the_users_name()
    {
        await using var server = new InMemoryServer();
        List<JsonObject> questions = await InitializeAsync(server, new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["answer"] = "widen" } });
        await CrossAsync(server);

        ToolAnswer answer = await server.Client.CallAsync("wait", """{"ids":["j1"]}""");

        Assert.StartsWith("j1 queued", answer.Text, StringComparison.Ordinal);
        Assert.Contains("docs/out.txt", (string)Assert.Single(questions)["params"]!["message"]!, StringComparison.Ordinal);
        string journal = (await server.Client.CallAsync("show", """{"id":"j1","part":"journal"}""")).Text;
        Assert.Contains("\"action\":\"widen\",\"by\":\"user of test-host\",\"items\":[\"/docs/out.txt\"]", journal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"action":"decline"}""")]
    [InlineData("""{"action":"cancel"}""")]
    [InlineData("""{"action":"accept","content":{}}""")]
    [InlineData("""{"action":"accept","content":{"answer":"later"}}""")]
    [InlineData("""{"action":"cancel","content":{"answer":"drop"}}""")]
    public async Task Anything_else_leaves_the_question_to_the_model_and_is_not_asked_again(string result)
    {
        await using var server = new InMemoryServer();
        List<JsonObject> questions = await InitializeAsync(server, JsonNode.Parse(result)!.AsObject());
        await CrossAsync(server);

        ToolAnswer first = await server.Client.CallAsync("wait", """{"ids":["j1"]}""");
        await server.Client.CallAsync("wait", """{"ids":["j1"]}""");

        Assert.EndsWith("next: decide j1 rework | widen | drop | discard | accept", first.Text, StringComparison.Ordinal);
        Assert.Single(questions);
    }

    [Fact]
    public async Task A_host_that_cannot_ask_is_not_asked()
    {
        await using var server = new InMemoryServer();
        List<JsonObject> questions = await InitializeAsync(server, new JsonObject { ["action"] = "accept" }, capabilities: new JsonObject());
        await CrossAsync(server);

        ToolAnswer answer = await server.Client.CallAsync("wait", """{"ids":["j1"]}""");

        Assert.StartsWith("j1 review · failed", answer.Text, StringComparison.Ordinal);
        Assert.Empty(questions);
    }

    private static async Task<List<JsonObject>> InitializeAsync(InMemoryServer server, JsonObject result, JsonObject? capabilities = null)
    {
        var questions = new List<JsonObject>();
        server.Client.OnRequest = question =>
        {
            questions.Add(question);
            return result.DeepClone().AsObject();
        };
        await server.Client.InitializeAsync(capabilities: capabilities ?? Asking.DeepClone().AsObject());
        return questions;
    }

    private static async Task CrossAsync(InMemoryServer server)
    {
        await server.Client.CallAsync("start", """{"task":"do it","scope":["src/**"]}""");
        using PlayedSupervisor supervisor = server.Supervise("j1");
        supervisor.Cross("docs/out.txt");
    }
}
