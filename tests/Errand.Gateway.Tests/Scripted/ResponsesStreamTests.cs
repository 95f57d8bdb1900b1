using System.Net;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

public sealed class ResponsesStreamTests
{
    private const string Script = """
        {
          "turns": [
            {
              "think": "Let me think about what it is that I should do.",
              "say": "Two calls at once, and a text that is long enough for pieces.",
              "call": [ { "tool": "shell", "command": "ls" }, { "server": "errand", "name": "start", "input": { "task": "x" } } ],
              "usage": { "input": 1000, "cached": 600, "cacheWrite": 100, "output": 50, "reasoning": 20 }
            }
          ]
        }
        """;

    [Fact]
    public async Task Every_item_is_added_filled_and_done_before_the_next()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.ResponsesAsync(Responses.Request(Responses.User("Go.")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            [
                "created", "in_progress",
                "output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta", "reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done",
                "output_item.added", "content_part.added", "output_text.delta", "output_text.done", "content_part.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "output_item.added", "function_call_arguments.delta", "function_call_arguments.done", "output_item.done",
                "completed",
            ],
            answer.EventTypes.Aggregate(new List<string>(), (seen, type) =>
            {
                if (seen.LastOrDefault() != type["response.".Length..])
                    seen.Add(type["response.".Length..]);
                return seen;
            }));
        Assert.Equal(Enumerable.Range(0, answer.Events.Count), answer.Events.Select(data => (int)data["sequence_number"]!));
        foreach (var data in answer.Events.Where(data => data["item_id"] is not null))
            Assert.Equal((string)answer.Items[(int)data["output_index"]!]["id"]!, (string)data["item_id"]!);
        model.AssertNoViolations();
    }

    [Fact]
    public async Task Items_have_what_a_client_needs()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.ResponsesAsync(Responses.Request(Responses.User("Go.")));

        var (reasoning, message, shell, start) = (answer.Items[0], answer.Items[1], answer.Items[2], answer.Items[3]);
        Assert.Equal("Let me think about what it is that I should do.", (string)reasoning["summary"]![0]!["text"]!);
        Assert.NotNull(reasoning["encrypted_content"]);
        Assert.Equal("""[{"type":"output_text","text":"Two calls at once, and a text that is long enough for pieces.","annotations":[]}]""", message["content"]!.ToJsonString());
        Assert.Equal(("function_call", "exec_command", null), Named(shell));
        Assert.Equal("ls", (string)JsonNode.Parse((string)shell["arguments"]!)!["cmd"]!);
        Assert.Equal(("function_call", "start", "mcp__errand"), Named(start));
        Assert.Equal("""{"task":"x"}""", (string)start["arguments"]!);
        Assert.NotEqual((string)shell["call_id"]!, (string)start["call_id"]!);
    }

    [Fact]
    public async Task Usage_counts_the_cached_part_as_input()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.ResponsesAsync(Responses.Request(Responses.User("Go.")));

        var response = answer.Single("response.completed")["response"]!;
        Assert.Equal("completed", (string)response["status"]!);
        Assert.Equal("deepseek-chat", (string)response["model"]!);
        Assert.Equal(4, response["output"]!.AsArray().Count);
        Assert.Equal(
            """{"input_tokens":1000,"input_tokens_details":{"cached_tokens":600},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":20},"total_tokens":1050}""",
            response["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_stream_the_same_answer_is_one_document()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);
        var request = Responses.Request(Responses.User("Go."));
        request["stream"] = false;

        var answer = (await model.ResponsesAsync(request)).Json;

        Assert.Equal("completed", (string)answer["status"]!);
        Assert.Equal(["reasoning", "message", "function_call", "function_call"], answer["output"]!.AsArray().Select(item => (string)item!["type"]!));
        Assert.Equal(1050, (int)answer["usage"]!["total_tokens"]!);
    }

    [Theory]
    [InlineData("length", "max_output_tokens")]
    [InlineData("refusal", "content_filter")]
    public async Task A_turn_can_end_incomplete(string stop, string reason)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "say": "x", "stop": "{{stop}}" } ] }""");

        var answer = await model.ResponsesAsync(Responses.Request(Responses.User("Go.")));

        var response = answer.Single("response.incomplete")["response"]!;
        Assert.Equal(reason, (string)response["incomplete_details"]!["reason"]!);
        Assert.DoesNotContain("response.completed", answer.EventTypes);
    }

    private static (string? Type, string? Name, string? Namespace) Named(JsonObject item) =>
        ((string?)item["type"], (string?)item["name"], (string?)item["namespace"]);
}
