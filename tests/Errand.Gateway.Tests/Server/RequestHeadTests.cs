using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Errand.Gateway.Server;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Tests.Server;

public sealed class RequestHeadTests
{
    [Theory]
    [InlineData("""{"model":"fast"}""", "fast", false, 0)]
    [InlineData("""  { "stream" : true , "model" : "fast" , "max_tokens" : 100 }  """, "fast", true, 100)]
    [InlineData("""{"messages":[{"content":"}]\"{\\"},[[]],{}],"tools":{"a":"]"},"model":"ünï","stream":false,"max_output_tokens":-1}""", "ünï", false, 0)]
    [InlineData("""{"model":"a","model":"b","stream":true,"stream":false,"max_completion_tokens":1,"max_tokens":2}""", "b", false, 2)]
    [InlineData("""{"model":"a","model":5}""", "a", false, 0)]
    [InlineData("""{"mod\u0065l":"a","stre\u0061m":true}""", "a", true, 0)]
    [InlineData("""{"model":"a\"\u0062","max_tokens":1.5}""", "a\"b", false, 0)]
    [InlineData("""{"model":"a","max_tokens":9223372036854775807}""", "a", false, 10_000_000)]
    [InlineData("""{"model":"a","stream":"true","max_tokens":"5"}""", "a", false, 0)]
    [InlineData("""{"deep":{"model":"b","stream":true},"model":"a"}""", "a", false, 0)]
    public void What_routing_needs_is_found_in_any_order_and_form(string body, string model, bool isStream, long maxTokens)
    {
        Assert.True(RequestHead.TryRead(Encoding.UTF8.GetBytes(body), out RequestHead head, out string problem), problem);
        Assert.Equal(new RequestHead(model, isStream, maxTokens), head);
    }

    [Theory]
    [InlineData("", "The body is not JSON: ")]
    [InlineData("[]", "The body is not a JSON object.")]
    [InlineData("{}", "The body names no model.")]
    [InlineData("""{"model":""}""", "The body names no model.")]
    [InlineData("""{"model":5}""", "The body names no model.")]
    [InlineData("""{"model":"a"} {}""", "The body is not JSON: ")]
    [InlineData("""{"model":"a" """, "The body is not JSON: ")]
    [InlineData("""{"model":"a","messages":[{"content":"x}]""", "The body is not JSON: ")]
    [InlineData("""{"model":"a","x":"\""", "The body is not JSON: ")]
    [InlineData("<html>", "The body is not JSON: ")]
    public void What_is_no_request_is_told(string body, string expected)
    {
        Assert.False(RequestHead.TryRead(Encoding.UTF8.GetBytes(body), out _, out string problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_piece_of_a_request_is_refused_and_throws_nothing()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"model":"a\\","tools":[{"a":"\"]}"},[1,{}]],"stream":true}""");

        for (int length = 0; length < body.Length; length++)
            Assert.False(RequestHead.TryRead(body.AsSpan(0, length), out _, out _));
    }

    /// <summary>The head is found without a look at what is deep in a body; no translation lets that through.</summary>
    [Theory]
    [InlineData("/v1/messages", "chat")]
    [InlineData("/v1/messages", "anthropic")]
    [InlineData("/v1/messages", "responses")]
    [InlineData("/v1/responses", "chat")]
    [InlineData("/v1/responses", "anthropic")]
    [InlineData("/v1/responses", "responses")]
    [InlineData("/v1/chat/completions", "chat")]
    public async Task A_body_that_is_broken_inside_reaches_no_upstream(string path, string protocol)
    {
        await using RawUpstream upstream = RawUpstream.Start(exchange => exchange.JsonAsync("{}"));
        JsonObject one = GatewayUnderTest.Chat(upstream);
        one["protocol"] = protocol;
        await using GatewayUnderTest gateway = await GatewayUnderTest.StartAsync(
            new JsonObject
            {
                ["upstreams"] = new JsonObject { ["one"] = one },
                ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "one", ["model"] = "m" } },
            },
            translations: new TranslationCatalog().Find);

        foreach (string inside in (string[])["""[{"a" 1}]""", """[{"a":"\x"}]""", "[1,]", """{"a"}""", "[nul]", "[\"\n\"]"])
        {
            string body = $$"""{"model":"fast","max_tokens":10,"messages":[{"role":"user","content":"x"}],"input":"x","metadata":{{inside}}}""";
            using HttpResponseMessage response = await gateway.SendAsync(path, body);

            Assert.Equal((HttpStatusCode.BadRequest, inside), (response.StatusCode, inside));
        }

        Assert.Empty(upstream.Requests);
        Assert.Empty(gateway.Meter.Estimates);
    }
}
