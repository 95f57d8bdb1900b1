using System.Buffers;
using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace Errand.Gateway.Tests.Translation;

/// <summary>What holds for every pair of a dialect and a protocol, whatever comes.</summary>
public sealed class PairPropertyTests
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithMaxTest(300);

    public static TheoryData<ClientDialect, UpstreamProtocol> Pairs => new()
    {
        { ClientDialect.Messages, UpstreamProtocol.Anthropic },
        { ClientDialect.Messages, UpstreamProtocol.Responses },
        { ClientDialect.Responses, UpstreamProtocol.Anthropic },
        { ClientDialect.Responses, UpstreamProtocol.Chat },
        { ClientDialect.Responses, UpstreamProtocol.Responses },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Any_json_is_translated_to_json_or_refused(ClientDialect dialect, UpstreamProtocol protocol) => Check(
        Gen.OneOf(
            AnyJson.Value,
            AnyJson.ObjectWith("\"model\":\"m\""),
            from items in List(Gen.OneOf(Item(), AnyJson.ObjectWith("\"role\":\"assistant\""), AnyJson.ObjectWith("\"role\":\"user\""), AnyJson.Value))
            from tools in List(Gen.OneOf(AnyJson.ObjectWith("\"type\":\"function\",\"name\":\"a\""), AnyJson.ObjectWith("\"type\":\"namespace\",\"name\":\"n\""), AnyJson.Value))
            from rest in AnyJson.ObjectWith($"\"model\":\"m\",\"input\":[{items}],\"messages\":[{items}],\"tools\":[{tools}]")
            select rest),
        json =>
        {
            try
            {
                using var body = JsonDocument.Parse(Translated(dialect, protocol, json).Body);
            }
            catch (TranslationException)
            {
                // Refused, with words for the client.
            }
        });

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Any_stream_gives_the_same_client_bytes_in_any_pieces(ClientDialect dialect, UpstreamProtocol protocol)
    {
        foreach (bool isStream in (bool[])[true, false])
        {
            var call = Translated(dialect, protocol, Request(isStream));
            Check(
                from events in Gen.Choose(0, 9).SelectMany(count => Gen.ListOf(UpstreamEvents.Any(protocol), count))
                from end in Gen.Elements("data: [DONE]\n\n", "", "data: {\"type\":\"message_stop\"}\n\n", "data: {\"type\":\"response.completed\",\"response\":{}}\n\n", "data: {\"ty")
                from seed in Gen.Choose(0, int.MaxValue)
                select (Stream: string.Concat(events) + end, Seed: seed),
                input =>
                {
                    byte[] bytes = AnyJson.Utf8(input.Stream);
                    Assert.Equal(Answer(call, bytes, []), Answer(call, bytes, Cuts(bytes.Length, input.Seed)));
                });
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Any_json_as_an_answer_ends_in_an_answer_or_a_fault(ClientDialect dialect, UpstreamProtocol protocol)
    {
        foreach (bool isStream in (bool[])[true, false])
        {
            var call = Translated(dialect, protocol, Request(isStream));
            Check(
                Gen.OneOf(AnyJson.Value, AnyJson.ObjectWith("\"content\":[{\"type\":\"text\",\"text\":\"a\"}]"), AnyJson.ObjectWith("\"output\":[{\"type\":\"message\"}]")),
                json =>
                {
                    var answer = call.CreateAnswer(isEventStream: false);
                    var client = new ArrayBufferWriter<byte>();
                    answer.Read(AnyJson.Utf8(json), client);
                    answer.End(isTorn: false, client);

                    Assert.True(answer.HasEnded);
                    if (!isStream)
                        Assert.Equal(answer.Fault is null, client.WrittenCount > 0);
                    if (!isStream && client.WrittenCount > 0)
                        JsonDocument.Parse(client.WrittenMemory).Dispose();
                });
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Any_stream_to_the_client_is_numbered_opened_and_ended_once(ClientDialect dialect, UpstreamProtocol protocol)
    {
        if (dialect != ClientDialect.Responses || protocol == UpstreamProtocol.Responses)
            return;
        var call = Translated(dialect, protocol, Request(isStream: true));
        Check(
            from events in Gen.Choose(0, 12).SelectMany(count => Gen.ListOf(UpstreamEvents.Any(protocol), count))
            select string.Concat(events),
            stream =>
            {
                var client = new ArrayBufferWriter<byte>();
                var answer = call.CreateAnswer(isEventStream: true);
                answer.Read(AnyJson.Utf8(stream), client);
                answer.End(isTorn: true, client);

                ResponsesStreamRules.Check(Encoding.UTF8.GetString(client.WrittenSpan), isProper: answer.Fault is null);
            });
    }

    private static Gen<string> Item() =>
        from type in Gen.Elements(
            "message", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "local_shell_call", "reasoning", "additional_tools",
            "tool_use", "tool_result")
        from item in AnyJson.ObjectWith($"\"type\":\"{type}\",\"call_id\":\"c1\",\"encrypted_content\":\"gw1:aGk:aS\"")
        select item;

    private static Gen<string> List(Gen<string> items) =>
        Gen.Choose(0, 4).SelectMany(count => Gen.ListOf(items, count)).Select(values => string.Join(",", values));

    private static string Request(bool isStream) =>
        $$"""{"model":"m","stream":{{(isStream ? "true" : "false")}},"max_tokens":9,"input":"hi","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","name":"Bash"},{"type":"custom","name":"Read"}]}""";

    private static int[] Cuts(int length, int seed)
    {
        var random = new Random(seed);
        return length == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(length)).Distinct().Order()];
    }

    private static string Answer(TranslatedCall call, byte[] upstream, int[] cuts)
    {
        var answer = call.CreateAnswer(isEventStream: true);
        var client = new ArrayBufferWriter<byte>();
        int start = 0;
        foreach (int end in cuts.Append(upstream.Length))
        {
            answer.Read(upstream.AsSpan(start..end), client);
            start = end;
        }

        answer.End(isTorn: false, client);
        Assert.True(answer.HasEnded);
        Assert.Equal(answer.HasStarted, client.WrittenCount > 0);
        return $"{answer.Fault} {answer.Usage} {Encoding.UTF8.GetString(client.WrittenSpan)}";
    }

    private static TranslatedCall Translated(ClientDialect dialect, UpstreamProtocol protocol, string body) =>
        new TranslationCatalog(() => "0", new ManualClock()).Find(dialect, protocol)!.Translate(AnyJson.Utf8(body), new ModelTarget
        {
            Protocol = protocol,
            Model = "upstream",
            AnswerModel = "client",
            Profile = BackendProfiles.BuiltIn.Find(BackendProfiles.Generic)!,
        });

    private static void Check<T>(Gen<T> inputs, Action<T> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).Check(Quiet);
}
