using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

/// <summary>What calls reserve, and what is booked for them when the upstream says nothing of it.</summary>
public sealed class CostTests
{
    private const string Good = """{"id":"1","choices":[]}""";

    [Fact]
    public async Task A_screenshot_reserves_what_an_image_costs()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);
        string url = $"data:image/png;base64,{Convert.ToBase64String(new byte[1_500_000])}";

        await gateway.ChatAsync(new JsonObject { ["model"] = "fast", ["messages"] = new JsonArray(new JsonObject { ["image_url"] = new JsonObject { ["url"] = url } }) }.ToJsonString());

        Assert.InRange(Assert.Single(gateway.Meter.Estimates).InputTokens, 1_600, 1_700);
    }

    [Theory]
    [InlineData("9223372036854775807", 10_000_000)]
    [InlineData("-1", 0)]
    [InlineData("500", 500)]
    public async Task No_limit_that_a_client_says_is_out_of_this_world(string said, long expected)
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        await gateway.ChatAsync($$"""{"model":"fast","max_tokens":{{said}}}""");

        Assert.Equal(expected, Assert.Single(gateway.Meter.Estimates).OutputTokens);
    }

    [Fact]
    public async Task A_limit_among_the_parameters_is_what_is_reserved()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(new JsonObject
        {
            ["upstreams"] = new JsonObject { ["cheap"] = GatewayUnderTest.Chat(upstream) },
            ["models"] = new JsonObject
            {
                ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "m", ["parameters"] = new JsonObject { ["max_tokens"] = 64_000 } },
            },
        });

        await gateway.ChatAsync("""{"model":"fast","max_tokens":100}""");

        Assert.Equal(64_000, Assert.Single(gateway.Meter.Estimates).OutputTokens);
    }

    [Fact]
    public async Task A_request_that_a_silent_upstream_has_read_costs_its_input()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.WaitForCloseAsync());
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with
        {
            Retry = serving.Retry with { Attempts = 1 },
            Timeouts = serving.Timeouts with { Activity = TimeSpan.FromMilliseconds(200) },
        });

        await gateway.ChatAsync(GatewayUnderTest.Request());

        CallRecord record = Assert.Single(gateway.Meter.Records);
        Assert.Equal((FaultKind.UpstreamStalled, true, 0), (record.Fault, record.Usage.IsEstimated, record.Usage.Output));
        Assert.Equal(Assert.Single(gateway.Meter.Estimates).InputTokens, record.Usage.Input);
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_answer_pays_for_its_request()
    {
        var received = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(exchange =>
        {
            received.SetResult();
            return exchange.WaitForCloseAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> call = gateway.SendAsync(
            HttpMethod.Post, "/v1/messages", GatewayUnderTest.Request(), [("x-api-key", GatewayUnderTest.Token)], leaving.Token);
        await received.Task.WaitAsync(TestTimeouts.Default);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Wait.ForAsync(() => !gateway.Meter.Records.IsEmpty, "the call is booked");
        CallRecord record = Assert.Single(gateway.Meter.Records);
        Assert.Equal((FaultKind.ClientDisconnected, true), (record.Fault, record.Usage is { IsEstimated: true, Input: > 0 }));
    }

    [Fact]
    public async Task What_a_stream_has_come_to_is_known_while_it_is_under_way()
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + new string('a', 400) + "\"}}]}\n\n");
            await exchange.WaitForCloseAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, translations: new TranslationCatalog().Find);
        using HttpResponseMessage answer = await gateway.SendAsync(
            "/v1/messages", """{"model":"fast","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hello."}]}""");
        await using Stream stream = await answer.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[1]);

        TokenUsage usage = Assert.Single(gateway.Meter.Permits).UsedSoFar!();

        Assert.Equal((Assert.Single(gateway.Meter.Estimates).InputTokens, 100, true), (usage.Input, usage.Output, usage.IsEstimated));
    }

    [Fact]
    public async Task A_request_that_was_sent_before_the_connection_broke_costs_its_input()
    {
        await using var upstream = RawUpstream.Start(exchange =>
        {
            exchange.Reset();
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with { Retry = serving.Retry with { Attempts = 1 } });

        await gateway.ChatAsync();

        CallRecord record = Assert.Single(gateway.Meter.Records);
        Assert.Equal((FaultKind.UpstreamConnect, true), (record.Fault, record.Usage is { IsEstimated: true, Input: > 0, Output: 0 }));
    }

    [Fact]
    public async Task An_error_by_status_and_a_refused_connection_cost_nothing()
    {
        var upstream = RawUpstream.Start(exchange => exchange.JsonAsync("{}", 400));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with { Retry = serving.Retry with { Attempts = 1 } });
        await gateway.ChatAsync();
        await upstream.DisposeAsync();
        await gateway.ChatAsync();

        Assert.Equal([0L, 0L], gateway.Meter.Records.Select(record => record.Usage.Total));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_and_logged()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);
        gateway.Meter.Breakage = new IOException("disk");

        Assert.Equal(HttpStatusCode.InternalServerError, (await gateway.ChatAsync()).Status);
        Assert.Contains(gateway.Log, line => line.Contains("IOException", StringComparison.Ordinal));
    }
}
