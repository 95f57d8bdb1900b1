using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

/// <summary>Counts what belongs to the whole process, so that nothing may run beside it.</summary>
[CollectionDefinition(nameof(FaultTests), DisableParallelization = true)]
public sealed class FaultCollection;

/// <summary>What upstreams and clients do to a connection, a thousand times each, through the real translations: the answer is an honest one, and nothing is left behind.</summary>
[Collection(nameof(FaultTests))]
public sealed class FaultTests
{
    private const int Rounds = 5;
    private const int TimesPerRound = 200;
    private const int AtOnce = 16;
    private const string Key = GatewayUnderTest.UpstreamKey;

    /// <summary>
    /// What all rounds after the first may leave behind together. Each thread that is new to the pool keeps buffers of up to 128 KB, some of them in every
    /// run; what is kept of calls themselves is found one by one.
    /// </summary>
    private const long MostGrowth = 1024 * 1024;

    private static readonly string Request = new JsonObject
    {
        ["model"] = "fast",
        ["max_tokens"] = 100,
        ["stream"] = true,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say hello." }),
    }.ToJsonString();

    private readonly WatchedTranslations translations = new();

    public static TheoryData<string> Faults =>
        ["reset", "reset in head", "reset in body", "reset in stream", "html", "garbage", "half a frame", "200 with error", "error in stream", "status with key", "stream with key", "stall", "stall in stream"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_told_as_one_and_leaves_nothing_behind(string fault)
    {
        await using var upstream = RawUpstream.Start(exchange => PlayAsync(exchange, fault));
        await using var gateway = await StartAsync(upstream, fault.StartsWith("stall", StringComparison.Ordinal) ? TimeSpan.FromMilliseconds(40) : TimeSpan.FromMinutes(5));

        await RepeatAsync(gateway, upstream, async () =>
        {
            using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", Request);
            string body = await GatewayUnderTest.ReadAsync(response);

            Assert.DoesNotContain(Key, body, StringComparison.Ordinal);
            if (response.StatusCode == HttpStatusCode.OK)
                Assert.Contains("event: error", body, StringComparison.Ordinal);
            else
                Assert.Equal("error", JsonNode.Parse(body)!["type"]!.GetValue<string>());
        }, FaultsOf(fault));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_upstreams_call_and_leaves_nothing_behind()
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await BeginAsync(exchange);
            await exchange.WaitForCloseAsync();
        });
        await using var gateway = await StartAsync(upstream, TimeSpan.FromMinutes(5));

        await RepeatAsync(gateway, upstream, async () =>
        {
            using var leaving = new CancellationTokenSource();
            using HttpResponseMessage response = await gateway.SendAsync(
                HttpMethod.Post, "/v1/messages", Request, [("x-api-key", GatewayUnderTest.Token)], leaving.Token);
            await using Stream stream = await response.Content.ReadAsStreamAsync(leaving.Token);
            await stream.ReadExactlyAsync(new byte[4], leaving.Token);
            await leaving.CancelAsync();
        }, [FaultKind.ClientDisconnected]);
    }

    private Task<GatewayUnderTest> StartAsync(RawUpstream upstream, TimeSpan silence) => GatewayUnderTest.StartAsync(
        upstream,
        serving => serving with
        {
            Retry = serving.Retry with { Attempts = 1 },
            Breaker = serving.Breaker with { Failures = int.MaxValue },
            Timeouts = serving.Timeouts with { Activity = silence },
        },
        translations: translations.Find);

    private static FaultKind[] FaultsOf(string fault) => fault switch
    {
        "reset" or "reset in head" or "garbage" => [FaultKind.UpstreamConnect],
        "html" or "status with key" => [FaultKind.UpstreamStatus],
        "stall" or "stall in stream" => [FaultKind.UpstreamStalled],
        // How much of what was sent before a reset can still be read is up to the system.
        "reset in body" or "reset in stream" or "half a frame" or "stream with key" => [FaultKind.UpstreamTorn, FaultKind.TranslateAnswer],
        _ => [FaultKind.UpstreamStatus, FaultKind.TranslateAnswer],
    };

    private async Task RepeatAsync(GatewayUnderTest gateway, RawUpstream upstream, Func<Task> call, FaultKind[] kinds)
    {
        (long Memory, int Descriptors, long Timers) first = default, last = default;
        for (int round = 1; round <= Rounds; round++)
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, TimesPerRound), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => await call());

            await Wait.ForAsync(() => gateway.Gateway.CallsUnderWay == 0 && gateway.Meter.Open == 0, "no call is under way");
            // What is still open is a connection that the next call would use.
            await Wait.ForAsync(() => upstream.OpenConnections <= AtOnce, "no broken connection is kept");
            Assert.Equal(TimesPerRound, gateway.Meter.Records.Count);
            Assert.All(gateway.Meter.Records, record => Assert.Contains(record.Fault!.Value, kinds));
            Assert.DoesNotContain(Key, string.Join('\n', gateway.Log), StringComparison.Ordinal);
            gateway.Meter.Clear();
            gateway.Log.Clear();
            upstream.Requests.Clear();
            last = LeftBehind();
            // A register or a frame of the stack may still hold the last ones.
            Assert.InRange(translations.Alive, 0, AtOnce);
            translations.Forget();
            if (round == 1)
                first = last;
        }

        Assert.InRange(last.Memory, 0, first.Memory + MostGrowth);
        Assert.InRange(last.Descriptors, 0, first.Descriptors + AtOnce);
        // A call that has just ended may not have let go of its timer yet; one that never does shows hundreds.
        Assert.InRange(last.Timers, 0, first.Timers + AtOnce);
    }

    /// <summary>Bytes of the live heap, where a task that never ends is too; open files and sockets; and timers that wait.</summary>
    private static (long Memory, int Descriptors, long Timers) LeftBehind()
    {
        for (int pass = 0; pass < 3; pass++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return (GC.GetTotalMemory(forceFullCollection: true), OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0, Timer.ActiveCount);
    }

    private static async Task BeginAsync(RawExchange exchange)
    {
        await exchange.StartStreamAsync();
        await exchange.ChunkAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n");
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
                await BeginAsync(exchange);
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
            case "error in stream":
                await BeginAsync(exchange);
                await exchange.ChunkAsync("data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
                await exchange.EndStreamAsync();
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
            case "stall":
                await exchange.WaitForCloseAsync();
                break;
            case "stall in stream":
                await BeginAsync(exchange);
                await exchange.WaitForCloseAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault));
        }
    }
}
