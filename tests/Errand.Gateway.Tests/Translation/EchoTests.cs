using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Tests.Translation;

/// <summary>What a client sends back of an answer, as the upstream gets it in the next request.</summary>
public sealed class EchoTests
{
    // As real clients write JSON.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Tool = """{"type":"function","name":"read","parameters":{"type":"object","properties":{}}}""";

    private const string AnthropicThinking =
        """
        {"id":"m","type":"message","role":"assistant","model":"x","content":[{"type":"thinking","thinking":"Let me \"see\" \u00e9.","signature":"Eq+/=="},{"type":"redacted_thinking","data":"R1"},{"type":"redacted_thinking","data":"R2"},{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"read","input":{"n":12345678901234567890,"s":"\u00e9\n"}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":1}}
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Codex_gives_Anthropic_back_its_thinking_its_text_and_its_call_as_they_were(bool isStream)
    {
        var answered = Answer(ClientDialect.Responses, UpstreamProtocol.Anthropic, "generic", Request("[]", isStream), AnthropicThinking);

        var request = Next(UpstreamProtocol.Anthropic, "generic", isStream, Output(answered, isStream));

        Assert.Equal(
            """[{"type":"thinking","thinking":"Let me \"see\" \u00e9.","signature":"Eq+/=="},{"type":"redacted_thinking","data":"R1"},{"type":"redacted_thinking","data":"R2"},{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"read","input":{"n":12345678901234567890,"s":"\u00e9\n"}}]""",
            request.GetProperty("messages")[1].GetProperty("content").GetRawText());
        Assert.Equal("enabled", request.GetProperty("thinking").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Codex_gives_a_chat_backend_back_its_reasoning_even_if_it_keeps_only_the_seal(bool isStream)
    {
        var answered = Answer(ClientDialect.Responses, UpstreamProtocol.Chat, "deepseek", Request("[]", isStream),
            """{"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"Hm \"\u00e9\".","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"read","arguments":"{\"a\":1.10}"}}]},"finish_reason":"tool_calls"}]}""");
        var output = Output(answered, isStream);
        output[0]!["content"] = null;

        var request = Next(UpstreamProtocol.Chat, "deepseek", isStream, output);

        Assert.Equal(
            """{"role":"assistant","content":null,"reasoning_content":"Hm \"\u00e9\".","tool_calls":[{"id":"c1","type":"function","function":{"name":"read","arguments":"{\"a\":1.10}"}}]}""",
            request.GetProperty("messages")[1].GetRawText());
    }

    [Fact]
    public void A_conversation_that_moves_to_another_upstream_leaves_the_seals_of_the_first_behind()
    {
        var output = Output(Answer(ClientDialect.Responses, UpstreamProtocol.Anthropic, "generic", Request("[]", false), AnthropicThinking), false);

        var chat = Next(UpstreamProtocol.Chat, "deepseek", false, output.DeepClone().AsArray());
        var responses = Next(UpstreamProtocol.Responses, "generic", false, output.DeepClone().AsArray());

        Assert.Equal("Let me \"see\" é.", chat.GetProperty("messages")[1].GetProperty("reasoning_content").GetString());
        Assert.DoesNotContain("gw1:", responses.GetRawText());
        Assert.Equal(["user", "message", "function_call", "function_call_output"], responses.GetProperty("input").EnumerateArray().Select(Kind));
    }

    [Fact]
    public void Claude_Code_gives_Responses_back_its_sealed_reasoning()
    {
        var answered = Answer(ClientDialect.Messages, UpstreamProtocol.Responses, "generic", """{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Go."}]}""",
            """{"id":"r","status":"completed","model":"x","output":[{"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAA+/="},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Yes."}]}],"usage":null}""");
        string content = JsonNode.Parse(answered)!["content"]!.ToJsonString(Plain);

        var request = Translated(ClientDialect.Messages, UpstreamProtocol.Responses, "generic",
            $$"""{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Go."},{"role":"assistant","content":{{content}}},{"role":"user","content":"More."}]}""");

        using var body = JsonDocument.Parse(request.Body);
        var reasoning = body.RootElement.GetProperty("input")[1];
        Assert.Equal("reasoning", reasoning.GetProperty("type").GetString());
        Assert.Equal("gAAA+/=", reasoning.GetProperty("encrypted_content").GetString());
    }

    [Fact]
    public void A_seal_that_is_cut_anywhere_is_no_error()
    {
        const string seal = "gw1:TGV0IG1lIFwic2VlXCIu:aEqQB/x==";
        for (int length = 0; length <= seal.Length; length++)
        {
            var body = Next(UpstreamProtocol.Anthropic, "generic", false, new JsonArray(
                new JsonObject { ["type"] = "reasoning", ["summary"] = new JsonArray(), ["encrypted_content"] = seal[..length] },
                JsonNode.Parse("""{"type":"function_call","call_id":"c1","name":"read","arguments":"{}"}""")));

            Assert.Equal("tool_use", body.GetProperty("messages")[1].GetProperty("content").EnumerateArray().Last().GetProperty("type").GetString());
        }
    }

    private static string? Kind(JsonElement item) => item.TryGetProperty("type", out var type) ? type.GetString() : item.GetProperty("role").GetString();

    private static string Request(string items, bool isStream) =>
        $$"""{"model":"m","stream":{{(isStream ? "true" : "false")}},"reasoning":{"effort":"high"},"tools":[{{Tool}}],"input":{{items}}}""";

    private static JsonElement Next(UpstreamProtocol protocol, string profile, bool isStream, JsonArray output)
    {
        var items = new JsonArray(JsonNode.Parse("""{"role":"user","content":"Go."}"""));
        foreach (var item in output)
            items.Add(item!.DeepClone());
        items.Add(new JsonObject { ["type"] = "function_call_output", ["call_id"] = (string)output[^1]!["call_id"]!, ["output"] = "ok" });
        using var body = JsonDocument.Parse(Translated(ClientDialect.Responses, protocol, profile, Request(items.ToJsonString(Plain), isStream)).Body);
        return body.RootElement.Clone();
    }

    private static JsonArray Output(string answered, bool isStream)
    {
        if (!isStream)
            return JsonNode.Parse(answered)!["output"]!.AsArray();
        var events = answered.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line["data: ".Length..])!);
        return new JsonArray([.. events.Where(data => (string)data["type"]! == "response.output_item.done").Select(data => data["item"]!.DeepClone())]);
    }

    private static string Answer(ClientDialect dialect, UpstreamProtocol protocol, string profile, string request, string upstream)
    {
        var answer = Translated(dialect, protocol, profile, request).CreateAnswer(isEventStream: false);
        var client = new ArrayBufferWriter<byte>();
        answer.Read(Encoding.UTF8.GetBytes(upstream), client);
        answer.End(isTorn: false, client);
        Assert.Null(answer.Fault);
        return Encoding.UTF8.GetString(client.WrittenSpan);
    }

    private static TranslatedCall Translated(ClientDialect dialect, UpstreamProtocol protocol, string profile, string body) =>
        new TranslationCatalog(() => "0", new ManualClock()).Find(dialect, protocol)!.Translate(Encoding.UTF8.GetBytes(body), new ModelTarget
        {
            Protocol = protocol,
            Model = "upstream",
            AnswerModel = "m",
            Profile = BackendProfiles.BuiltIn.Find(profile)!,
        });
}
