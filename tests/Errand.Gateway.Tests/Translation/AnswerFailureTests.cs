using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Tests.Translation;

/// <summary>Failures that are not in the upstream's bytes, and the pings before them.</summary>
public sealed class AnswerFailureTests
{
    private const string Begun = "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":6,\"output_index\":0,\"delta\":\"a\"}\n\n";

    private static readonly GatewayFault OverBudget = new(FaultKind.BudgetExceeded, 429, "The day's budget of 1 USD is used.");

    [Theory]
    [InlineData(FaultKind.BudgetExceeded, 402, null, null, "insufficient_quota", "No.")]
    [InlineData(FaultKind.UpstreamStatus, 429, null, 7, "rate_limit_exceeded", "No. Please try again in 7s.")]
    [InlineData(FaultKind.UpstreamStatus, 400, "context_length_exceeded", null, "context_length_exceeded", "No.")]
    [InlineData(FaultKind.UpstreamStatus, 503, null, 7, "server_is_overloaded", "No.")]
    [InlineData(FaultKind.UpstreamStatus, 400, null, null, "invalid_prompt", "No.")]
    [InlineData(FaultKind.UpstreamStalled, 504, null, null, "server_error", "No.")]
    public void A_stream_that_has_begun_fails_with_the_code_that_Codex_acts_on(FaultKind kind, int status, string? code, int? wait, string expectedCode, string expectedMessage)
    {
        foreach (var protocol in (UpstreamProtocol[])[UpstreamProtocol.Responses, UpstreamProtocol.Anthropic])
        {
            var (answer, client) = Start(ClientDialect.Responses, protocol);
            Read(answer, client, protocol == UpstreamProtocol.Responses ? Begun : "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n");

            answer.Fail(new GatewayFault(kind, status, "No.", code, wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null), client);

            var failed = Last(client);
            Assert.Equal("response.failed", (string)failed["type"]!);
            Assert.Equal("failed", (string)failed["response"]!["status"]!);
            Assert.Equal(expectedCode, (string)failed["response"]!["error"]!["code"]!);
            Assert.Equal(expectedMessage, (string)failed["response"]!["error"]!["message"]!);
            Assert.Equal(kind, answer.Fault!.Kind);
        }
    }

    [Theory]
    [InlineData(ClientDialect.Responses, UpstreamProtocol.Responses)]
    [InlineData(ClientDialect.Responses, UpstreamProtocol.Anthropic)]
    [InlineData(ClientDialect.Responses, UpstreamProtocol.Chat)]
    [InlineData(ClientDialect.Messages, UpstreamProtocol.Anthropic)]
    [InlineData(ClientDialect.Messages, UpstreamProtocol.Responses)]
    public void An_answer_that_has_not_begun_fails_without_a_byte(ClientDialect dialect, UpstreamProtocol protocol)
    {
        var (answer, client) = Start(dialect, protocol);
        Read(answer, client, ": waiting\n\n");

        answer.Fail(OverBudget, client);
        Read(answer, client, Begun);

        Assert.Equal(0, client.WrittenCount);
        Assert.False(answer.HasStarted);
        Assert.True(answer.HasEnded);
        Assert.Equal(OverBudget, answer.Fault);
    }

    [Fact]
    public void A_number_follows_the_last_one_that_the_upstream_sent()
    {
        var (answer, client) = Start(ClientDialect.Responses, UpstreamProtocol.Responses);
        Read(answer, client, Begun);

        answer.End(isTorn: true, client);

        Assert.Equal(7, (int)Last(client)["sequence_number"]!);
    }

    private static (IAnswerTranslator Answer, ArrayBufferWriter<byte> Client) Start(ClientDialect dialect, UpstreamProtocol protocol)
    {
        var call = new TranslationCatalog(() => "0", new ManualClock()).Find(dialect, protocol)!.Translate(
            Encoding.UTF8.GetBytes("""{"model":"m","stream":true,"max_tokens":1,"input":"x","messages":[{"role":"user","content":"x"}]}"""),
            new ModelTarget { Protocol = protocol, Model = "u", AnswerModel = "m", Profile = BackendProfiles.BuiltIn.Find(BackendProfiles.Generic)! });
        return (call.CreateAnswer(isEventStream: true), new ArrayBufferWriter<byte>());
    }

    private static void Read(IAnswerTranslator answer, ArrayBufferWriter<byte> client, string upstream) => answer.Read(Encoding.UTF8.GetBytes(upstream), client);

    private static JsonNode Last(ArrayBufferWriter<byte> client) =>
        Data(Encoding.UTF8.GetString(client.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]);

    private static JsonNode Data(string frame) => JsonNode.Parse(frame[(frame.IndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..])!;
}
