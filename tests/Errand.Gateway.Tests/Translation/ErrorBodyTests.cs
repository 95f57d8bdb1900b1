using System.Buffers;
using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Tests.Translation;

public class ErrorBodyTests
{
    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(403, "permission_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(418, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void Messages_has_a_type_for_each_status(int status, string type) => Assert.Equal(
        $$$"""{{{status}}} {"type":"error","error":{"type":"{{{type}}}","message":"say \"it\""}}""",
        Error(ClientDialect.Messages, new GatewayFault(FaultKind.UpstreamStatus, status, "say \"it\"")));

    [Theory]
    [InlineData(ClientDialect.Messages, "402 retry: x-should-retry=false {\"type\":\"error\",\"error\":{\"type\":\"billing_error\",\"message\":\"spent\"}}")]
    [InlineData(ClientDialect.Responses, "429 {\"error\":{\"message\":\"spent\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}")]
    [InlineData(ClientDialect.ChatCompletions, "429 {\"error\":{\"message\":\"spent\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}")]
    public void A_spent_budget_stops_each_client_with_one_request(ClientDialect dialect, string expected)
    {
        var fault = new GatewayFault(FaultKind.BudgetExceeded, 429, "spent");

        var headers = string.Concat(ErrorBody.Headers(dialect, fault).Select(header => $" retry: {header.Key}={header.Value}"));

        Assert.Equal(expected, Error(dialect, fault).Insert(3, headers));
    }

    [Theory]
    [InlineData(ClientDialect.Responses, 400)]
    [InlineData(ClientDialect.ChatCompletions, 403)]
    public void An_upstreams_403_is_final_for_each_client(ClientDialect dialect, int status) =>
        Assert.Equal(status, ErrorBody.Status(dialect, new GatewayFault(FaultKind.UpstreamStatus, 403, "no")));

    [Fact]
    public void Retry_after_is_passed_on_in_whole_seconds()
    {
        var fault = new GatewayFault(FaultKind.UpstreamStatus, 429, "slow", RetryAfter: TimeSpan.FromMilliseconds(1200));

        Assert.Equal([new("retry-after", "2")], ErrorBody.Headers(ClientDialect.Responses, fault));
    }

    [Theory]
    [InlineData("This model's maximum context length is 8192 tokens. However, you requested 9000 tokens.")]
    [InlineData("the request exceeds the available context size")]
    [InlineData("Input is too long for requested model.")]
    public void A_context_overflow_is_worded_as_each_client_knows_it(string words)
    {
        var fault = UpstreamFault.Of(new UpstreamError(400, null, words));

        Assert.StartsWith("400 {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: ", Error(ClientDialect.Messages, fault));
        Assert.EndsWith("\"code\":\"context_length_exceeded\"}}", Error(ClientDialect.Responses, fault));
    }

    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-1234567890.", "Incorrect API key provided: sk-***")]
    [InlineData("Authorization: Bearer abcdefgh12345 refused", "Authorization: Bearer *** refused")]
    [InlineData("api_key=SECRETSECRET, sorry", "api_key=***, sorry")]
    [InlineData("first\n\tsecond", "first second")]
    [InlineData("", "The upstream reported an error without words.")]
    public void Upstream_words_are_shown_without_what_looks_like_a_key(string words, string expected) =>
        Assert.Equal(expected, UpstreamFault.Shown(words));

    [Theory]
    [InlineData(ClientDialect.Messages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"m\"}}\n\n")]
    [InlineData(ClientDialect.Responses, "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":0,\"response\":{\"id\":\"\",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}}\n\n")]
    [InlineData(ClientDialect.ChatCompletions, "data: {\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n")]
    public void A_stream_ends_with_an_event_of_its_dialect(ClientDialect dialect, string expected)
    {
        var output = new JsonSplice();
        ErrorBody.WriteEvent(dialect, new GatewayFault(FaultKind.UpstreamTorn, 502, "m"), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.ToArray()));
    }

    private static string Error(ClientDialect dialect, GatewayFault fault)
    {
        var body = new ArrayBufferWriter<byte>();
        ErrorBody.WriteJson(dialect, fault, body);
        return $"{ErrorBody.Status(dialect, fault)} {Encoding.UTF8.GetString(body.WrittenSpan)}";
    }
}
