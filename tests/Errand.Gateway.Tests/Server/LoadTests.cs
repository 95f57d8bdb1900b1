using Errand.Gateway.Upstreams;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

/// <summary>Many streams at once, which is when answers are read in larger pieces.</summary>
public sealed class LoadTests
{
    private const string End = "data: [DONE]\n\n";

    private static readonly int Streams = ReadPacer.FewCalls + 8;

    [Fact]
    public async Task Streams_that_come_at_once_are_whole()
    {
        string[] chunks = [.. Enumerable.Range(0, 200).Select(number => $"data: {number}\n\n")];
        var all = new CountdownEvent(Streams);
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync("data: first\n\n");
            all.Signal();
            await Wait.ForAsync(() => all.IsSet, "all streams have begun");
            foreach (string chunk in chunks)
                await exchange.ChunkAsync(chunk);
            await exchange.ChunkAsync(End);
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        string[] answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => AskAsync(gateway)));

        string whole = "data: first\n\n" + string.Concat(chunks) + End;
        Assert.Equal(Enumerable.Repeat(whole, Streams), answers);
        // The connections are fit for more.
        all.Reset();
        Assert.Equal(Enumerable.Repeat(whole, Streams), await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => AskAsync(gateway))));
    }

    [Fact]
    public async Task A_client_that_leaves_under_load_frees_its_upstream()
    {
        var all = new CountdownEvent(Streams);
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            for (int number = 0; number < 50; number++)
                await exchange.ChunkAsync($"data: {number}\n\n");
            all.Signal();
            await exchange.WaitForCloseAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);
        HttpResponseMessage[] answers = await Task.WhenAll(
            Enumerable.Range(0, Streams).Select(_ => gateway.SendAsync("/v1/chat/completions", GatewayUnderTest.Request(stream: true))));
        await Wait.ForAsync(() => all.IsSet, "all streams have begun");

        foreach (HttpResponseMessage answer in answers)
            answer.Dispose();

        await Wait.ForAsync(() => gateway.Gateway.CallsUnderWay == 0, "no call is under way");
        await Wait.ForAsync(() => upstream.OpenConnections == 0, "the upstream is let go");
    }

    private static async Task<string> AskAsync(GatewayUnderTest gateway)
    {
        using HttpResponseMessage answer = await gateway.SendAsync("/v1/chat/completions", GatewayUnderTest.Request(stream: true));
        return await GatewayUnderTest.ReadAsync(answer);
    }
}
