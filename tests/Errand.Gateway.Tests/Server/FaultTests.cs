using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

/// <summary>What upstreams and clients do to a connection, many times over: the answer is an honest one, and nothing is left behind.</summary>
public sealed class FaultTests
{
    private const int Times = 200;
    private const string Key = GatewayUnderTest.UpstreamKey;

    public static TheoryData<string> Faults =>
        ["reset", "reset in head", "reset in body", "reset in stream", "html", "garbage", "half a frame", "200 with error", "status with key", "stream with key"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_told_as_one_and_leaves_nothing_behind(string fault)
    {
        await using var upstream = RawUpstream.Start(exchange => PlayAsync(exchange, fault));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with
        {
            Retry = serving.Retry with { Attempts = 1 },
            Breaker = serving.Breaker with { Failures = int.MaxValue },
        });

        await Parallel.ForEachAsync(Enumerable.Range(0, Times), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
            string body = await GatewayUnderTest.ReadAsync(response);

            Assert.DoesNotContain(Key, body, StringComparison.Ordinal);
            if (response.StatusCode == HttpStatusCode.OK)
                Assert.Contains("event: error", body, StringComparison.Ordinal);
            else
                Assert.Equal("error", JsonNode.Parse(body)!["type"]!.GetValue<string>());
        });

        Assert.Equal(Times, gateway.Meter.Records.Count);
        Assert.All(gateway.Meter.Records, record => Assert.NotNull(record.Fault));
        Assert.DoesNotContain(Key, string.Join('\n', gateway.Log), StringComparison.Ordinal);
        await AssertNothingLeftAsync(gateway, upstream);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_upstreams_call_at_once()
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync("data: {}\n\n");
            await exchange.WaitForCloseAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        await Parallel.ForEachAsync(Enumerable.Range(0, Times), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            using var leaving = new CancellationTokenSource();
            using HttpResponseMessage response = await gateway.SendAsync(
                HttpMethod.Post, "/v1/messages", GatewayUnderTest.Request(stream: true), [("x-api-key", GatewayUnderTest.Token)], leaving.Token);
            await using Stream stream = await response.Content.ReadAsStreamAsync(leaving.Token);
            await stream.ReadExactlyAsync(new byte[4], leaving.Token);
            await leaving.CancelAsync();
        });

        await AssertNothingLeftAsync(gateway, upstream);
        Assert.Equal(Times, gateway.Meter.Records.Count(record => record.Fault == FaultKind.ClientDisconnected));
    }

    [Theory]
    [InlineData(false, 504)]
    [InlineData(true, 200)]
    public async Task A_silent_upstream_is_given_up(bool hasBegun, int status)
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            if (hasBegun)
            {
                await exchange.StartStreamAsync();
                await exchange.ChunkAsync("data: {}\n\n");
            }

            await exchange.WaitForCloseAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with
        {
            Retry = serving.Retry with { Attempts = 1 },
            Timeouts = serving.Timeouts with { Activity = TimeSpan.FromMilliseconds(200) },
        });

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
        string body = await GatewayUnderTest.ReadAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("was silent for", body, StringComparison.Ordinal);
        Assert.Equal(FaultKind.UpstreamStalled, Assert.Single(gateway.Meter.Records).Fault);
        await AssertNothingLeftAsync(gateway, upstream);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_no_silent_upstream()
    {
        const int Chunks = 300;
        string chunk = new('x', 64 * 1024);
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            for (int sent = 0; sent < Chunks; sent++)
                await exchange.ChunkAsync(chunk);
            await exchange.ChunkAsync("data: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(
            upstream, serving => serving with { Timeouts = serving.Timeouts with { Activity = TimeSpan.FromMilliseconds(200) } });

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
        // Nothing tells when every buffer on the way is full; this is longer than the upstream may be silent, and a gateway that is quicker passes too.
        await Task.Delay(TimeSpan.FromMilliseconds(700));
        string body = await GatewayUnderTest.ReadAsync(response);

        Assert.EndsWith("[DONE]\n\n", body, StringComparison.Ordinal);
        Assert.Null(Assert.Single(gateway.Meter.Records).Fault);
    }

    [Fact]
    public async Task A_stream_is_pinged_while_the_upstream_thinks()
    {
        var pinged = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await pinged.Task;
            await exchange.ChunkAsync("data: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(
            upstream, serving => serving with { Timeouts = serving.Timeouts with { Ping = TimeSpan.FromMilliseconds(40) } });

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal(": ping", await reader.ReadLineAsync());
        pinged.SetResult();

        Assert.EndsWith("data: [DONE]\n\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        CallRecord record = await RecordAsync(gateway);
        Assert.Null(record.Fault);
    }

    [Fact]
    public async Task A_key_that_is_cut_in_two_by_the_network_is_masked_too()
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync($"data: you sent {Key[..9]}");
            await exchange.ChunkAsync($"{Key[9..]}, sir\n\ndata: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));

        Assert.Equal($"data: you sent {new string('*', Key.Length)}, sir\n\ndata: [DONE]\n\n", await GatewayUnderTest.ReadAsync(response));
    }

    private static async Task PlayAsync(RawExchange exchange, string fault)
    {
        switch (fault)
        {
            case "reset":
                exchange.Reset();
                break;
            case "reset in head":
                await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-");
                exchange.Reset();
                break;
            case "reset in body":
                await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"id\":");
                exchange.Close();
                break;
            case "reset in stream":
                await exchange.StartStreamAsync();
                await exchange.ChunkAsync("data: {}\n\n");
                exchange.Close();
                break;
            case "html":
                await exchange.SendAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 32\r\n\r\n<html><h1>502 Bad Gateway</html>");
                break;
            case "garbage":
                await exchange.SendAsync("\0\u0001 what?\r\n\r\n");
                exchange.Close();
                break;
            case "half a frame":
                await exchange.StartStreamAsync();
                await exchange.ChunkAsync("data: {\"ch");
                await exchange.EndStreamAsync();
                break;
            case "200 with error":
                await exchange.JsonAsync("""{"error":{"message":"overloaded"}}""");
                break;
            case "status with key":
                await exchange.JsonAsync("""{"error":{"message":"Incorrect API key: KEY1 KEY2"}}"""
                    .Replace("KEY1", Key.Replace("/", "\\/", StringComparison.Ordinal), StringComparison.Ordinal).Replace("KEY2", Key, StringComparison.Ordinal), 400);
                break;
            case "stream with key":
                await exchange.StartStreamAsync();
                await exchange.ChunkAsync($"data: {{\"text\":\"{Key}\"}}\n\n");
                await exchange.EndStreamAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }

    private static async Task<CallRecord> RecordAsync(GatewayUnderTest gateway)
    {
        await Wait.ForAsync(() => !gateway.Meter.Records.IsEmpty, "the call is settled");
        return Assert.Single(gateway.Meter.Records);
    }

    private static async Task AssertNothingLeftAsync(GatewayUnderTest gateway, RawUpstream upstream)
    {
        await Wait.ForAsync(() => gateway.Gateway.CallsUnderWay == 0 && gateway.Meter.Open == 0, "no call is under way");
        // What is still open is a connection that the next call would use.
        await Wait.ForAsync(() => upstream.OpenConnections <= 8, "no broken connection is kept");
    }
}
