using System.Net;
using System.Text.Json.Nodes;

namespace Errand.Gateway.Tests.Scripted;

public sealed class MessagesStreamTests
{
    private const string Script = """
        {
          "turns": [
            {
              "think": "Let me think about what it is that I should do.",
              "say": "Two calls at once. Smile: 😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
              "call": [ { "tool": "shell", "command": "echo \"hi\" && ls -la /some/where" }, { "tool": "read", "path": "a.txt" } ],
              "usage": { "input": 1000, "cached": 600, "cacheWrite": 100, "output": 50, "reasoning": 20 }
            }
          ]
        }
        """;

    [Fact]
    public async Task An_answer_is_one_block_at_a_time_between_the_message_s_start_and_stop()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        // Pieces of one block count once.
        var types = answer.EventTypes.Aggregate(new List<string>(), (seen, type) =>
        {
            if (seen.LastOrDefault() != type)
                seen.Add(type);
            return seen;
        });
        string[] block = ["content_block_start", "content_block_delta", "content_block_stop"];
        Assert.Equal(["message_start", "ping", .. block, .. block, .. block, .. block, "message_delta", "message_stop"], types);
        Assert.Equal([0, 1, 2, 3], answer.Of("content_block_start").Select(data => (int)data["index"]!));
        var open = -1;
        foreach (var data in answer.Events)
        {
            if ((string?)data["type"] == "content_block_start")
                open = (int)data["index"]!;
            else if (data["index"] is { } index)
                Assert.Equal(open, (int)index);
        }

        model.AssertNoViolations();
    }

    [Fact]
    public async Task The_pieces_of_a_block_make_its_whole()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")));

        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], answer.Of("content_block_start").Select(data => (string)data["content_block"]!["type"]!));
        Assert.Equal("Let me think about what it is that I should do.", Joined(answer, 0, "thinking"));
        Assert.Equal("signature_delta", (string)answer.Of("content_block_delta").Last(data => (int)data["index"]! == 0)["delta"]!["type"]!);
        Assert.Equal("Two calls at once. Smile: 😀😀😀😀😀😀😀😀😀😀😀😀😀😀", Joined(answer, 1, "text"));
        Assert.True(answer.Of("content_block_delta").Count(data => (int)data["index"]! == 1) > 1);
        Assert.Equal("""echo "hi" && ls -la /some/where""", (string)JsonNode.Parse(Joined(answer, 2, "partial_json"))!["command"]!);
        Assert.Equal("/home/a b/work/a.txt", (string)JsonNode.Parse(Joined(answer, 3, "partial_json"))!["file_path"]!);
        var ids = answer.Of("content_block_start").Select(data => (string?)data["content_block"]!["id"]).OfType<string>().ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.StartsWith("toolu_", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Usage_leaves_the_cached_part_out_of_the_input_and_comes_at_both_ends()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")));

        var message = answer.Single("message_start")["message"]!;
        Assert.Equal("deepseek-chat", (string)message["model"]!);
        Assert.Equal("""{"input_tokens":300,"cache_creation_input_tokens":100,"cache_read_input_tokens":600,"output_tokens":1}""", message["usage"]!.ToJsonString());
        var end = answer.Single("message_delta");
        Assert.Equal("""{"stop_reason":"tool_use","stop_sequence":null}""", end["delta"]!.ToJsonString());
        Assert.Equal("""{"input_tokens":300,"cache_creation_input_tokens":100,"cache_read_input_tokens":600,"output_tokens":50}""", end["usage"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_stream_the_same_answer_is_one_document()
    {
        await using var model = await ModelUnderTest.PlayAsync(Script);
        var request = Messages.Request(Messages.User("Go."));
        request["stream"] = false;

        var answer = (await model.MessagesAsync(request)).Json;

        Assert.Equal("message", (string)answer["type"]!);
        Assert.Equal("tool_use", (string)answer["stop_reason"]!);
        Assert.Equal(50, (int)answer["usage"]!["output_tokens"]!);
        Assert.Equal(["thinking", "text", "tool_use", "tool_use"], answer["content"]!.AsArray().Select(block => (string)block!["type"]!));
        Assert.Equal("""echo "hi" && ls -la /some/where""", (string)answer["content"]![2]!["input"]!["command"]!);
    }

    [Theory]
    [InlineData("end", "end_turn")]
    [InlineData("tools", "tool_use")]
    [InlineData("length", "max_tokens")]
    [InlineData("refusal", "refusal")]
    public async Task A_turn_can_end_for_another_reason(string stop, string reason)
    {
        await using var model = await ModelUnderTest.PlayAsync($$"""{ "turns": [ { "say": "x", "stop": "{{stop}}" } ] }""");

        var answer = await model.MessagesAsync(Messages.Request(Messages.User("Go.")));

        Assert.Equal(reason, (string)answer.Single("message_delta")["delta"]!["stop_reason"]!);
    }

    [Fact]
    public async Task Tokens_are_counted_without_playing_a_turn()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [ { "say": "first" } ] }""");
        var request = Messages.Request(Messages.User("Go."));

        var count = await model.PostAsync("/v1/messages/count_tokens", request.ToJsonString(), ("x-api-key", "scripted-model-token"), ("anthropic-version", "2023-06-01"));
        var answer = await model.MessagesAsync(request);

        Assert.InRange((int)count.Json["input_tokens"]!, 100, 1000);
        Assert.Equal("first", answer.Said);
    }

    [Fact]
    public async Task The_probe_of_the_root_is_answered()
    {
        await using var model = await ModelUnderTest.PlayAsync("""{ "turns": [] }""");

        using var probe = await model.SendAsync(HttpMethod.Head, "/");
        using var other = await model.SendAsync(HttpMethod.Get, "/v1/models");

        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        model.AssertNoViolations();
    }

    private static string Joined(WireAnswer answer, int index, string member) =>
        string.Concat(answer.Of("content_block_delta").Where(data => (int)data["index"]! == index).Select(data => (string?)data["delta"]![member]));
}
