using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Errand.Gateway.Tests.Server;

/// <summary>Upstreams that answer in forms nobody asked for, or stand where few do.</summary>
public sealed class UpstreamFormTests
{
    private const string Good = """{"id":"1","choices":[]}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task An_answer_that_is_compressed_unasked_is_unpacked(string coding)
    {
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            Assert.DoesNotContain("accept-encoding", exchange.Head, StringComparison.OrdinalIgnoreCase);
            byte[] packed = Pack(coding, [Good]);
            await exchange.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\nContent-Length: {packed.Length}\r\n\r\n");
            await exchange.SendAsync(packed);
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        Assert.Equal((HttpStatusCode.OK, Good), await gateway.ChatAsync());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_stream_that_is_compressed_unasked_is_unpacked_and_a_torn_one_is_an_error(string coding)
    {
        bool isTorn = false;
        await using var upstream = RawUpstream.Start(async exchange =>
        {
            byte[] packed = Pack(coding, ["data: {}\n\n", "data: [DONE]\n\n"]);
            await exchange.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: {coding}\r\nContent-Length: {packed.Length}\r\n\r\n");
            await exchange.SendAsync(isTorn ? packed[..(packed.Length / 2)] : packed);
            if (isTorn)
                exchange.Close();
        });
        await using var gateway = await GatewayUnderTest.StartAsync(upstream, serving => serving with { Retry = serving.Retry with { Attempts = 1 } });

        using (HttpResponseMessage whole = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true)))
            Assert.Equal("data: {}\n\ndata: [DONE]\n\n", await GatewayUnderTest.ReadAsync(whole));
        isTorn = true;
        using HttpResponseMessage torn = await gateway.SendAsync("/v1/messages", GatewayUnderTest.Request(stream: true));

        Assert.Contains("error", await GatewayUnderTest.ReadAsync(torn), StringComparison.Ordinal);
        Assert.NotNull(gateway.Meter.Records.Last().Fault);
    }

    [Fact]
    public async Task An_upstream_on_the_IPv6_loopback_is_one_like_others()
    {
        // Not every build machine has it.
        if (!HasLoopback6())
            return;

        await using var upstream = RawUpstream.Start(exchange => exchange.JsonAsync(Good), IPAddress.IPv6Loopback);
        await using var gateway = await GatewayUnderTest.StartAsync(upstream);

        Assert.Equal((HttpStatusCode.OK, Good), await gateway.ChatAsync());
        Assert.StartsWith("http://[::1]:", upstream.BaseUrl, StringComparison.Ordinal);
        Assert.Contains($"Host: {new Uri(upstream.BaseUrl).Authority}\r\n", Assert.Single(upstream.Requests).Head, StringComparison.Ordinal);
    }

    private static byte[] Pack(string coding, string[] pieces)
    {
        var packed = new MemoryStream();
        using (Stream packing = coding switch
        {
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            foreach (string piece in pieces)
            {
                packing.Write(Encoding.UTF8.GetBytes(piece));
                packing.Flush();
            }
        }

        return packed.ToArray();
    }

    private static bool HasLoopback6()
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
