using System.Buffers;
using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace Errand.Gateway.Tests.Translation;

public class TranslationPropertyTests
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Theory]
    [InlineData(ClientDialect.Messages)]
    [InlineData(ClientDialect.ChatCompletions)]
    public void Any_json_is_translated_to_json_or_refused(ClientDialect dialect) => Check(
        Gen.OneOf(
            AnyJson.Value,
            AnyJson.ObjectWith("\"model\":\"m\""),
            from messages in Gen.Choose(1, 4).SelectMany(count => Gen.ListOf(Gen.OneOf(AnyJson.ObjectWith("\"role\":\"user\""), AnyJson.ObjectWith("\"role\":\"assistant\"")), count))
            from rest in AnyJson.ObjectWith($"\"model\":\"m\",\"messages\":[{string.Join(",", messages)}]")
            select rest),
        json =>
        {
            foreach (var name in BackendProfiles.BuiltIn.Names)
            {
                try
                {
                    using var body = JsonDocument.Parse(Translated(dialect, AnyJson.Utf8(json), name).Body);
                }
                catch (TranslationException)
                {
                    // Refused, with words for the client.
                }
            }
        });

    [Theory]
    [InlineData(ClientDialect.Messages, true)]
    [InlineData(ClientDialect.Messages, false)]
    [InlineData(ClientDialect.ChatCompletions, true)]
    [InlineData(ClientDialect.ChatCompletions, false)]
    public void Any_stream_gives_the_same_client_bytes_in_any_pieces(ClientDialect dialect, bool isStream)
    {
        var call = Translated(dialect, Request(isStream), "generic");
        Check(
            from events in Gen.Choose(0, 8).SelectMany(count => Gen.ListOf(Event(), count))
            from end in Gen.Elements("data: [DONE]\n\n", "", "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\n", "data: {\"cho")
            from seed in Gen.Choose(0, int.MaxValue)
            select (Stream: string.Concat(events) + end, Seed: seed),
            input =>
            {
                var bytes = AnyJson.Utf8(input.Stream);
                Assert.Equal(Answer(call, bytes, []), Answer(call, bytes, Cuts(bytes.Length, input.Seed)));
            });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_json_as_an_answer_ends_in_an_answer_or_a_fault(bool isStream)
    {
        var call = Translated(ClientDialect.Messages, Request(isStream), "generic");
        Check(Gen.OneOf(AnyJson.Value, AnyJson.ObjectWith("\"choices\":[{\"message\":{\"content\":\"a\"}}]")), json =>
        {
            var answer = call.CreateAnswer(isEventStream: false);
            var client = new ArrayBufferWriter<byte>();
            answer.Read(AnyJson.Utf8(json), client);
            answer.End(isTorn: false, client);

            Assert.True(answer.HasEnded);
            Assert.Equal(answer.Fault is null, client.WrittenCount > 0 && !Text(client).Contains("event: error"));
            if (!isStream && client.WrittenCount > 0)
                JsonDocument.Parse(client.WrittenMemory).Dispose();
        });
    }

    [Fact]
    public void Any_text_of_the_user_comes_through_letter_for_letter() => Check(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null && IsWellFormed(text)),
        text =>
        {
            var body = Encoding.UTF8.GetBytes($$$"""{"model":"m","messages":[{"role":"user","content":{{{JsonSerializer.Serialize(text + "!")}}}}]}""");

            using var request = JsonDocument.Parse(Translated(ClientDialect.Messages, body, "generic").Body);

            Assert.Equal(text + "!", request.RootElement.GetProperty("messages")[0].GetProperty("content").GetString());
        });

    private static Gen<string> Event()
    {
        var call =
            from index in Gen.Elements("\"index\":0,", "\"index\":1,", "")
            from id in Gen.Elements("", "\"id\":\"a\",", "\"id\":\"b\",", "\"id\":null,")
            from name in Gen.Elements("", "\"name\":\"Bash\",", "\"name\":\"Read\",")
            from arguments in Gen.Elements("\"\"", "\"{}\"", "\"{\\\"a\\\":\"", "\"1}\"", "\"\\\"}\"", "null", "{\"b\":2}", "\"\\\\\"")
            select $$$"""{"tool_calls":[{{{{index}}}{{{id}}}"function":{{{{name}}}"arguments":{{{arguments}}}}}]}""";
        var delta = Gen.Frequency(
            (4, call),
            (3, Gen.Elements("""{"content":"é€ \"\\ "}""", """{"reasoning_content":"hm"}""", """{"content":null}""", "null", """{"role":"assistant","content":""}""")),
            (1, AnyJson.Value));
        var chunk =
            from said in delta
            from finish in Gen.Elements("null", "null", "null", "\"stop\"", "\"tool_calls\"", "\"length\"", "\"\"")
            from usage in Gen.Elements("", "", ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}", ",\"usage\":null")
            select $$"""{"model":"m","choices":[{"index":0,"delta":{{said}},"finish_reason":{{finish}}}]{{usage}}}""";
        var data = Gen.Frequency((12, chunk), (1, AnyJson.Value), (1, Gen.Constant("""{"choices":[],"usage":{"prompt_tokens":9}}""")));
        return
            from json in data
            from form in Gen.Elements("data: {0}\n\n", "data:{0}\r\n\r\n", ": ping\n\ndata: {0}\n\n", "event: x\ndata: {0}\n\n", "data: {0}\n")
            select form.Replace("{0}", json, StringComparison.Ordinal);
    }

    private static int[] Cuts(int length, int seed)
    {
        var random = new Random(seed);
        return length == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(length)).Distinct().Order()];
    }

    private static string Answer(TranslatedCall call, byte[] upstream, int[] cuts)
    {
        var answer = call.CreateAnswer(isEventStream: true);
        var client = new ArrayBufferWriter<byte>();
        var start = 0;
        foreach (var end in cuts.Append(upstream.Length))
        {
            answer.Read(upstream.AsSpan(start..end), client);
            start = end;
        }

        answer.End(isTorn: false, client);
        Assert.True(answer.HasEnded);
        return $"{answer.Fault} {answer.Usage} {Text(client)}";
    }

    private static byte[] Request(bool isStream) => AnyJson.Utf8(
        $$$"""{"model":"m","stream":{{{(isStream ? "true" : "false")}}},"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"Bash","input_schema":{}},{"name":"Read"}]}""");

    private static TranslatedCall Translated(ClientDialect dialect, byte[] body, string profile) =>
        new TranslationCatalog(() => "0").Find(dialect, UpstreamProtocol.Chat)!.Translate(body, new ModelTarget
        {
            Protocol = UpstreamProtocol.Chat,
            Model = "upstream",
            AnswerModel = "client",
            Profile = BackendProfiles.BuiltIn.Find(profile)!,
        });

    private static bool IsWellFormed(string text) => text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Text(ArrayBufferWriter<byte> client) => Encoding.UTF8.GetString(client.WrittenSpan);

    private static void Check<T>(Gen<T> inputs, Action<T> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).Check(Quiet);
}
