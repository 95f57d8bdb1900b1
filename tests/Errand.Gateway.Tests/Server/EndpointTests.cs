using System.Net;
using System.Text.Json.Nodes;
using Errand.Gateway.Ledger;
using Errand.Gateway.Server;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Tests.Server;

public sealed class EndpointTests : IAsyncLifetime
{
    private RawUpstream upstream = null!;
    private GatewayUnderTest gateway = null!;

    public async Task InitializeAsync()
    {
        upstream = RawUpstream.Start(exchange => exchange.JsonAsync("""{"id":"1","choices":[]}"""));
        gateway = await GatewayUnderTest.StartAsync(upstream);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/messages?beta=true")]
    [InlineData("/v1/responses")]
    [InlineData("/v1/chat/completions")]
    public async Task A_request_in_any_dialect_reaches_the_upstream_with_its_own_key_and_model(string path)
    {
        using HttpResponseMessage response = await gateway.SendAsync(path, GatewayUnderTest.Request(), ("X-Claude-Code-Session-Id", "s1"), ("anthropic-beta", "b1"));

        Assert.Equal("""{"id":"1","choices":[]}""", await response.Content.ReadAsStringAsync());
        RawExchange seen = Assert.Single(upstream.Requests);
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1\r\n", seen.Head, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {GatewayUnderTest.UpstreamKey}\r\n", seen.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("session", seen.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("anthropic", seen.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(GatewayUnderTest.Token, seen.Head, StringComparison.Ordinal);
        Assert.Equal("served-model", seen.Json["model"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_Anthropic_upstream_gets_its_own_key_and_the_version_and_betas_of_the_client_and_nothing_else_of_it()
    {
        JsonObject anthropic = GatewayUnderTest.Chat(upstream);
        anthropic["protocol"] = "anthropic";
        await using GatewayUnderTest other = await GatewayUnderTest.StartAsync(new JsonObject
        {
            ["upstreams"] = new JsonObject { ["direct"] = anthropic },
            ["models"] = new JsonObject { ["fast"] = new JsonObject { ["upstream"] = "direct", ["model"] = "served-model" } },
        });

        using HttpResponseMessage response = await other.SendAsync(
            "/v1/messages?beta=true", GatewayUnderTest.Request(), ("anthropic-version", "2023-06-01"), ("anthropic-beta", "b1,b2"), ("X-Claude-Code-Session-Id", "s1"), ("x-stainless-os", "Linux"));

        string[] head = Assert.Single(upstream.Requests).Head.TrimEnd().Split("\r\n");
        Assert.Equal("POST /v1/messages HTTP/1.1", head[0]);
        Assert.Equal(
            [
                "Accept: application/json", "Content-Length: 39", "Content-Type: application/json", $"Host: {new Uri(upstream.BaseUrl).Authority}", "User-Agent: errand-gateway",
                "anthropic-beta: b1,b2", "anthropic-version: 2023-06-01", $"x-api-key: {GatewayUnderTest.UpstreamKey}",
            ],
            head[1..].Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Authorization", "Bearer client-token-1", 200)]
    [InlineData("authorization", "bearer client-token-1", 200)]
    [InlineData("x-api-key", "client-token-1", 200)]
    [InlineData("Authorization", "Bearer client-token-2", 401)]
    [InlineData("Authorization", "client-token-1", 401)]
    [InlineData("x-api-key", "", 401)]
    [InlineData("x-other", "client-token-1", 401)]
    public async Task Only_the_clients_token_opens_the_gateway(string header, string value, int status)
    {
        using HttpResponseMessage response = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, [(header, value)], CancellationToken.None);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "localhost:1234", 200)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "http://localhost:3000", 200)]
    public async Task A_page_of_another_name_or_origin_is_kept_out(string header, string value, int status)
    {
        using HttpResponseMessage response = await gateway.SendAsync(
            HttpMethod.Get, "/v1/models", null, [("x-api-key", GatewayUnderTest.Token), (header, value)], CancellationToken.None);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_probe_of_a_client_is_answered_without_a_token()
    {
        using HttpResponseMessage response = await gateway.SendAsync(HttpMethod.Head, "/", null, [], CancellationToken.None);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Models_are_listed_in_a_form_that_clients_of_both_vendors_read()
    {
        using HttpResponseMessage response = await gateway.SendAsync(HttpMethod.Get, "/v1/models?limit=9", null, [("x-api-key", GatewayUnderTest.Token)], CancellationToken.None);

        JsonNode list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("fast", list["data"]![0]!["id"]!.GetValue<string>());
        Assert.Equal("model", list["data"]![0]!["type"]!.GetValue<string>());
        Assert.Equal("list", list["object"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tokens_are_counted_here_and_images_as_images()
    {
        string image = new('A', 40_000);
        string body = """{"model":"fast","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"IMAGE"}}]}]}""".Replace("IMAGE", image, StringComparison.Ordinal);

        using HttpResponseMessage response = await gateway.SendAsync("/v1/messages/count_tokens?beta=true", body);

        long tokens = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["input_tokens"]!.GetValue<long>();
        Assert.InRange(tokens, 1_600, 1_700);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("/v1/messages", "GET", 405, "invalid_request_error")]
    [InlineData("/v1/messages/batches", "POST", 404, "not_found_error")]
    [InlineData("/v1/responses", "GET", 405, "invalid_request_error")]
    public async Task Wrong_paths_and_methods_are_refused_in_the_clients_own_shape(string path, string method, int status, string type)
    {
        using HttpResponseMessage response = await gateway.SendAsync(
            new HttpMethod(method), path, null, [("x-api-key", GatewayUnderTest.Token), ("anthropic-version", "2023-06-01")], CancellationToken.None);

        JsonNode error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, error["error"]!["type"]!.GetValue<string>());
        Assert.Equal(path.StartsWith("/v1/messages", StringComparison.Ordinal), error["type"] is not null);
    }

    [Theory]
    [InlineData("""{"model":"fats"}""", 404, "There is no model 'fats'. Did you mean 'fast'? Known: fast.")]
    [InlineData("""{"messages":[]}""", 400, "The body names no model.")]
    [InlineData("[1]", 400, "The body is not a JSON object.")]
    [InlineData("""{"model":"fast","untranslatable":1}""", 400, "This cannot be translated.")]
    public async Task A_request_that_cannot_be_served_is_told_why(string body, int status, string message)
    {
        (HttpStatusCode code, string answer) = await gateway.ChatAsync(body);

        Assert.Equal((status, message), ((int)code, JsonNode.Parse(answer)!["error"]!["message"]!.GetValue<string>()));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_in_the_clients_own_shape()
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Gateway.Port);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nx-api-key: {GatewayUnderTest.Token}\r\nContent-Length: {GatewayListener.LargestBody + 1}\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
        Assert.Contains("request_too_large", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages", 402, "billing_error")]
    [InlineData("/v1/responses", 429, "insufficient_quota")]
    public async Task A_budget_ends_a_client_with_one_request_in_the_way_that_it_understands(string path, int status, string type)
    {
        gateway.Meter.Refusal = "The budget of 1,000 tokens is used up.";

        using HttpResponseMessage response = await gateway.SendAsync(path, GatewayUnderTest.Request());

        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, JsonNode.Parse(body)!["error"]!["type"]!.GetValue<string>());
        Assert.Contains("The budget of 1,000 tokens is used up.", body, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Each_call_is_settled_with_what_was_asked_for_and_what_served()
    {
        await gateway.ChatAsync();

        CallRecord record = Assert.Single(gateway.Meter.Records);
        Assert.Equal(
            ("me", ClientDialect.ChatCompletions, "fast", "served-model", "cheap", 200, 1, null),
            (record.Client, record.Dialect, record.RequestedModel, record.ServedModel, record.Upstream, record.Status, record.Try, record.Fault));
    }
}
