using System.Text.Json.Nodes;
using Errand.Testing;

namespace Errand.Gateway.Tests.Server;

public sealed class RecordingTests
{
    [Fact]
    public async Task A_recording_holds_both_sides_without_key_and_token()
    {
        const string planted = "Bearer a1b2c3D4e5f6G7h8";
        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync($$"""{"id":"1","said":"{{GatewayUnderTest.UpstreamKey}}"}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, record: "calls");

        await gateway.ChatAsync($$"""{"model":"fast","prompt":"my token is {{GatewayUnderTest.Token}}, {{planted}}"}""");

        string calls = Path.Combine(gateway.Directory, "calls");
        await Wait.ForAsync(() => Directory.GetFiles(calls, "*.json").Length > 0, "the call is kept");
        string file = Assert.Single(Directory.GetFiles(calls));
        string text = await File.ReadAllTextAsync(file);
        JsonNode call = JsonNode.Parse(text)!;
        Assert.Equal("POST /v1/chat/completions", call["request"]!.GetValue<string>());
        Assert.Equal("my token is [redacted], Bearer [redacted]", call["body"]!["prompt"]!.GetValue<string>());
        Assert.Equal("served-model", call["tries"]![0]!["body"]!["model"]!.GetValue<string>());
        Assert.Equal(200, call["tries"]![0]!["status"]!.GetValue<int>());
        Assert.Equal("1", call["answer"]!["id"]!.GetValue<string>());
        foreach (string secret in (string[])[GatewayUnderTest.UpstreamKey, GatewayUnderTest.Token, planted])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_key_that_is_cut_in_two_by_the_network_is_masked_too()
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            await exchange.StartStreamAsync();
            await exchange.ChunkAsync($"data: you sent {GatewayUnderTest.UpstreamKey[..9]}");
            await exchange.ChunkAsync($"{GatewayUnderTest.UpstreamKey[9..]}, sir\n\ndata: [DONE]\n\n");
            await exchange.EndStreamAsync();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));

        Assert.Equal($"data: you sent {new string('*', GatewayUnderTest.UpstreamKey.Length)}, sir\n\ndata: [DONE]\n\n", await GatewayUnderTest.ReadAsync(response));
    }
}
