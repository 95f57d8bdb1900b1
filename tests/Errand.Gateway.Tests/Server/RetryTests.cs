using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

public sealed class RetryTests
{
    private const string Good = """{"id":"1","choices":[]}""";

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_passing_failure_is_tried_again_until_it_is_over(int status)
    {
        int calls = 0;
        await using var upstream = RawUpstream.Start(exchange => Interlocked.Increment(ref calls) < 3
            ? exchange.JsonAsync("""{"error":{"message":"busy"}}""", status, "Retry-After: 0\r\n")
            : exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        Assert.Equal((HttpStatusCode.OK, Good), await gateway.ChatAsync());
        Assert.Equal([(1, status), (2, status), (3, 200)], gateway.Meter.Records.Select(record => (record.Try, record.Status)));
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_answer_is_tried_again()
    {
        int calls = 0;
        await using var upstream = RawUpstream.Start(exchange =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return exchange.JsonAsync(Good);
            exchange.Reset();
            return Task.CompletedTask;
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        Assert.Equal((HttpStatusCode.OK, Good), await gateway.ChatAsync());
        Assert.Equal([FaultKind.UpstreamConnect, null], gateway.Meter.Records.Select(record => record.Fault));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_mistake_is_not_tried_again_and_does_not_open_the_breaker(int status)
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync("""{"error":{"message":"no"}}""", status));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        for (int call = 1; call <= 7; call++)
        {
            Assert.Equal(status, (int)(await gateway.ChatAsync()).Status);
            Assert.Equal(call, upstream.Requests.Count);
        }
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_client()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync("{}", 429, "Retry-After: 300\r\n"));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        using HttpResponseMessage first = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request());
        using HttpResponseMessage second = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request());

        Assert.Equal([429, 429], [(int)first.StatusCode, (int)second.StatusCode]);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 200, 300);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task A_row_of_failures_opens_the_breaker_and_the_client_is_told_without_a_call()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync("{}", 500));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with { Retry = serving.Retry with { Attempts = 1 } });

        for (int call = 0; call < 5; call++)
            Assert.Equal(500, (int)(await gateway.ChatAsync()).Status);
        (HttpStatusCode status, string body) = await gateway.ChatAsync();

        Assert.Equal(503, (int)status);
        Assert.Contains("'cheap' failed several times in a row", body, StringComparison.Ordinal);
        Assert.Equal(5, upstream.Requests.Count);
    }

    [Fact]
    public async Task A_fallback_serves_what_the_first_upstream_cannot_and_the_ledger_names_it()
    {
        await using var broken = RawUpstream.Start(exchange => exchange.JsonAsync("""{"error":{"message":"no such key"}}""", 401));
        await using var spare = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(new JsonObject
        {
            ["upstreams"] = new JsonObject { ["cheap"] = GatewayUnderTest.Chat(broken), ["spare"] = GatewayUnderTest.Chat(spare) },
            ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "a", ["fallback"] = new JsonArray("spare/org/b") } },
        });

        Assert.Equal((HttpStatusCode.OK, Good), await gateway.ChatAsync());
        Assert.Equal([("cheap", "a", 1), ("spare", "org/b", 2)], gateway.Meter.Records.Select(record => (record.Upstream, record.ServedModel, record.Try)));
        Assert.Equal("org/b", Assert.Single(spare.Requests).Json["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_escalated_client_gets_the_stronger_model_and_its_parameters()
    {
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(new JsonObject
        {
            ["upstreams"] = new JsonObject { ["cheap"] = GatewayUnderTest.Chat(upstream) },
            ["models"] = new JsonObject
            {
                ["fast"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "small", ["escalate"] = "think" },
                ["think"] = new JsonObject { ["upstream"] = "cheap", ["model"] = "big", ["parameters"] = new JsonObject { ["temperature"] = 0 } },
                ["*"] = new JsonObject { ["upstream"] = "cheap" },
            },
        });

        await gateway.ChatAsync();
        gateway.Client.IsEscalated = true;
        await gateway.ChatAsync();
        await gateway.ChatAsync(GatewayUnderTest.Request("claude-haiku-4-5-20251001"));

        Assert.Equal(["small", "big", "claude-haiku-4-5-20251001"], upstream.Requests.Select(request => request.Json["model"]!.GetValue<string>()));
        Assert.Equal([null, 0, null], upstream.Requests.Select(request => request.Json["temperature"]?.GetValue<int>()));
    }

    [Fact]
    public async Task An_upstream_that_nobody_answers_for_is_named_with_its_address_and_the_cause()
    {
        var upstream = RawUpstream.Start(exchange => Task.CompletedTask);
        string url = upstream.BaseUrl;
        await upstream.DisposeAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        (HttpStatusCode status, string body) = await gateway.ChatAsync();

        Assert.Equal(
            (HttpStatusCode.BadGateway, $"Upstream 'cheap' at {url}/chat/completions cannot be reached: Connection refused."),
            (status, JsonNode.Parse(body)!["error"]!["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Calls_that_fail_together_do_not_open_the_breaker_and_wait_the_hold_out()
    {
        int calls = 0;
        var all = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            int call = Interlocked.Increment(ref calls);
            if (call == 5)
                all.SetResult();
            if (call <= 5)
            {
                await all.Task;
                await exchange.JsonAsync("{}", 429, "Retry-After: 0\r\n");
            }
            else
            {
                await exchange.JsonAsync(Good);
            }
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        (HttpStatusCode Status, string Body)[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => gateway.ChatAsync()));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(10, upstream.Requests.Count);
    }

    [Fact]
    public async Task One_call_tries_an_upstream_that_was_left_alone_and_decides_for_all()
    {
        var clock = new ManualClock();
        bool isBack = false;
        TaskCompletionSource? probing = null;
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            if (probing is not null)
                await probing.Task;
            await (isBack ? exchange.JsonAsync(Good) : exchange.JsonAsync("{}", 500));
        });
        await using var gateway = await GatewayUnderTest.StartAsync(
            upstream,
            serving => serving with
            {
                Retry = serving.Retry with { Attempts = 1, MaxWait = TimeSpan.Zero },
                Breaker = serving.Breaker with { Failures = 2, Open = TimeSpan.FromMinutes(1) },
            },
            clock: clock);
        await gateway.ChatAsync();
        await gateway.ChatAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 2), ((await gateway.ChatAsync()).Status, upstream.Requests.Count));

        // The one that tries fails: the upstream is left alone for as long again.
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((HttpStatusCode.InternalServerError, 3), ((await gateway.ChatAsync()).Status, upstream.Requests.Count));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 3), ((await gateway.ChatAsync()).Status, upstream.Requests.Count));

        // While the next one tries, the others are told at once.
        clock.Advance(TimeSpan.FromMinutes(1));
        isBack = true;
        probing = new TaskCompletionSource();
        Task<(HttpStatusCode Status, string Body)> probe = gateway.ChatAsync();
        await Wait.ForAsync(() => upstream.Requests.Count == 4, "the upstream is tried");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 4), ((await gateway.ChatAsync()).Status, upstream.Requests.Count));
        probing.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await probe).Status);
        Assert.Equal((HttpStatusCode.OK, 5), ((await gateway.ChatAsync()).Status, upstream.Requests.Count));
    }

    [Fact]
    public async Task A_breaker_that_closes_soon_is_waited_for()
    {
        int calls = 0;
        await using var upstream = RawUpstream.Start(exchange => Interlocked.Increment(ref calls) == 1 ? exchange.JsonAsync("{}", 500) : exchange.JsonAsync(Good));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with
        {
            Retry = serving.Retry with { Attempts = 1 },
            Breaker = serving.Breaker with { Failures = 1, Open = TimeSpan.FromMilliseconds(200) },
        });

        Assert.Equal(HttpStatusCode.InternalServerError, (await gateway.ChatAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await gateway.ChatAsync()).Status);
        Assert.Equal(0, gateway.Meter.Open);
    }

    [Fact]
    public async Task An_upstream_that_cannot_be_translated_to_neither_stops_the_chain_nor_hides_a_fault()
    {
        await using var spare = RawUpstream.Start(exchange => exchange.JsonAsync("{}", 503));
        JsonObject chat = GatewayUnderTest.Chat(spare);
        JsonObject other = GatewayUnderTest.Chat(spare);
        other["protocol"] = "anthropic";
        await using var gateway = await GatewayUnderTest.StartAsync(
            new JsonObject
            {
                ["upstreams"] = new JsonObject { ["other"] = other, ["spare"] = chat },
                ["models"] = new JsonObject
                {
                    ["first"] = new JsonObject { ["upstream"] = "other", ["model"] = "a", ["fallback"] = new JsonArray("spare/b") },
                    ["last"] = new JsonObject { ["upstream"] = "spare", ["model"] = "b", ["fallback"] = new JsonArray("other/a") },
                    ["only"] = new JsonObject { ["upstream"] = "other", ["model"] = "a" },
                },
            },
            serving => serving with { Retry = serving.Retry with { Attempts = 1 } },
            translations: (_, protocol) => protocol == UpstreamProtocol.Chat ? PassTranslation.Instance : null);

        Assert.Equal(503, (int)(await gateway.ChatAsync(GatewayUnderTest.Request("first"))).Status);
        Assert.Equal(503, (int)(await gateway.ChatAsync(GatewayUnderTest.Request("last"))).Status);
        Assert.Equal(400, (int)(await gateway.ChatAsync(GatewayUnderTest.Request("only"))).Status);
        Assert.Equal(2, spare.Requests.Count);
    }
}
