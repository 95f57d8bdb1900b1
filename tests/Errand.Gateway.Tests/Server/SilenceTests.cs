using System.Text;
using Errand.Gateway.Ledger;
using Errand.Gateway.Translation;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

/// <summary>Upstreams that say nothing for a while or for ever, and clients that are slow. The clock is moved by hand.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UntilPing = TimeSpan.FromSeconds(11);

    private readonly ManualClock clock = new();

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
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with { Retry = serving.Retry with { Attempts = 1 } }, clock: clock);

        // Without a stream, so that no ping takes the status with it.
        Task<HttpResponseMessage> call = gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: hasBegun));
        await Wait.ForAsync(() => !upstream.Requests.IsEmpty, "the upstream has the request");
        if (hasBegun)
            await call;
        clock.Advance(Limit);
        clock.Advance(Limit);
        using HttpResponseMessage response = await call;
        string body = await GatewayUnderTest.ReadAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains("was silent for", body, StringComparison.Ordinal);
        Assert.Equal(FaultKind.UpstreamStalled, (await RecordAsync(gateway)).Fault);
        await Wait.ForAsync(() => upstream.OpenConnections == 0, "the upstream's connection is closed");
    }

    [Fact]
    public async Task How_long_a_client_takes_is_no_silence_of_the_upstream()
    {
        const int Pieces = 5;
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            for (int piece = 0; piece < Pieces; piece++)
                await exchange.ChunkAsync("data: {}\n\n");
            await exchange.ChunkAsync("data: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        // Each piece takes longer to hand on than the upstream may be silent.
        var slow = new PassTranslation(() => clock.Advance(Limit * 2));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, translations: (_, _) => slow, clock: clock);

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));

        Assert.EndsWith("[DONE]\n\n", await GatewayUnderTest.ReadAsync(response), StringComparison.Ordinal);
        Assert.Null((await RecordAsync(gateway)).Fault);
    }

    [Theory]
    [InlineData("/v1/messages", "event: ping\ndata: {\"type\":\"ping\"}\n\n")]
    [InlineData("/v1/responses", ": ping\n\n")]
    [InlineData("/v1/chat/completions", ": ping\n\n")]
    public async Task A_stream_is_pinged_while_the_upstream_thinks(string path, string ping)
    {
        var pinged = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync("data: {}\n\n");
            await pinged.Task;
            await exchange.ChunkAsync("data: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, clock: clock);

        using HttpResponseMessage response = await gateway.SendAsync(path, GatewayUnderTest.Request(stream: true));
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        Assert.Equal("data: {}\n\n", await ReadAsync(stream, 10));
        clock.Advance(UntilPing);
        Assert.Equal(ping, await ReadAsync(stream, ping.Length));
        pinged.SetResult();

        Assert.Equal("data: [DONE]\n\n", await new StreamReader(stream).ReadToEndAsync());
        Assert.Null((await RecordAsync(gateway)).Fault);
    }

    [Fact]
    public async Task Before_an_answer_begins_a_stream_is_pinged_too_and_can_still_be_served_by_another_try()
    {
        var pinged = new TaskCompletionSource();
        int calls = 0;
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                await pinged.Task;
                await exchange.JsonAsync("""{"error":{"message":"not now"}}""", 503, "Retry-After: 0\r\n");
                return;
            }

            await exchange.StartStreamAsync();
            await exchange.ChunkAsync("data: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, clock: clock);

        Task<HttpResponseMessage> call = gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
        await Wait.ForAsync(() => !upstream.Requests.IsEmpty, "the upstream has the request");
        clock.Advance(UntilPing);
        using HttpResponseMessage response = await call;
        await using Stream stream = await response.Content.ReadAsStreamAsync();
        Assert.Equal(": ping\n\n", await ReadAsync(stream, 8));
        pinged.SetResult();
        await Wait.ForAsync(
            () =>
            {
                // What the retry waits for.
                clock.Advance(TimeSpan.FromMilliseconds(1));
                return gateway.Meter.Records.Count == 2;
            },
            "the second try is over");

        Assert.Equal("data: [DONE]\n\n", await new StreamReader(stream).ReadToEndAsync());
        Assert.Equal([503, 200], gateway.Meter.Records.Select(record => record.Status));
    }

    [Fact]
    public async Task A_fault_after_a_ping_is_told_in_the_stream()
    {
        var pinged = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await pinged.Task;
            await exchange.JsonAsync("""{"error":{"message":"no such thing"}}""", 400);
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, clock: clock);

        Task<HttpResponseMessage> call = gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));
        await Wait.ForAsync(() => !upstream.Requests.IsEmpty, "the upstream has the request");
        clock.Advance(UntilPing);
        using HttpResponseMessage response = await call;
        pinged.SetResult();

        Assert.Equal(
            ": ping\n\nevent: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Upstream 'cheap' answered 400: 'no such thing'.\"}}\n\n",
            await GatewayUnderTest.ReadAsync(response));
    }

    [Fact]
    public async Task An_answer_without_a_stream_is_never_pinged()
    {
        var waited = new TaskCompletionSource();
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await waited.Task;
            await exchange.JsonAsync("""{"id":"1"}""");
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, clock: clock);

        Task<HttpResponseMessage> call = gateway.SendAsync("/v1/messages", GatewayUnderTest.Request());
        await Wait.ForAsync(() => !upstream.Requests.IsEmpty, "the upstream has the request");
        clock.Advance(UntilPing);
        waited.SetResult();
        using HttpResponseMessage response = await call;

        Assert.Equal("""{"id":"1"}""", await GatewayUnderTest.ReadAsync(response));
    }

    private static async Task<string> ReadAsync(Stream stream, int length)
    {
        byte[] bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(TestTimeouts.Default);
        return Encoding.UTF8.GetString(bytes);
    }

    private static async Task<CallRecord> RecordAsync(GatewayUnderTest gateway)
    {
        await Wait.ForAsync(() => !gateway.Meter.Records.IsEmpty, "the call is settled");
        return Assert.Single(gateway.Meter.Records);
    }
}
