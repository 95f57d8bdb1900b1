using System.Buffers;
using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Tests.Translation;

public sealed class PassThroughTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Every_byte_of_a_stream_comes_through_but_the_name_of_the_model(string line)
    {
        string stream = string.Join(line,
            ": comment", "",
            "id: 1", "event: response.created", "data: {\"type\":\"response.created\", \"response\":{\"model\":\"MODEL\",\"id\":\"r\"} }", "",
            "event:response.output_text.delta", "data:{\"type\":\"response.output_text.delta\",\"delta\":\"\\u00e9 é \\\"model\\\":\\\"MODEL\\\"\"}", "",
            "event: response.completed", "data: {\"type\":\"response.completed\",\"response\":{\"model\":\"MODEL\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}", "", "");
        var call = Translated("""{"model":"asked","stream":true,"input":"x"}""", default);
        var answer = call.CreateAnswer(isEventStream: true);
        var client = new ArrayBufferWriter<byte>();

        answer.Read(Encoding.UTF8.GetBytes(stream.Replace("\"model\":\"MODEL\"", "\"model\":\"served\"", StringComparison.Ordinal)), client);

        Assert.Equal(stream.Replace("\"model\":\"MODEL\"", "\"model\":\"asked\"", StringComparison.Ordinal), Encoding.UTF8.GetString(client.WrittenSpan));
        Assert.True(answer.HasEnded);
        Assert.Equal(7, answer.Usage.Total);
    }

    [Fact]
    public void Every_byte_of_a_request_comes_through_but_the_model_and_what_the_parameters_say()
    {
        const string request = "\t{ \"input\" : [ { \"role\":\"user\",\"content\":\"\\u00e9 \\/ é\" } ] ,\r\n \"model\": \"asked\",\"n\":1.10E+2, \"temperature\" :\t1 }\n";

        var call = Translated(request, new RawJson("""{"temperature":0.50,"extra":{"a":[1]}}"""u8.ToArray()));

        Assert.Equal(
            "\t{ \"input\" : [ { \"role\":\"user\",\"content\":\"\\u00e9 \\/ é\" } ] ,\r\n \"model\": \"served \\\"x\\\"\",\"n\":1.10E+2, \"temperature\" :\t0.50 ,\"extra\":{\"a\":[1]}}\n",
            Encoding.UTF8.GetString(call.Body.Span));
    }

    private static TranslatedCall Translated(string body, RawJson parameters) =>
        new TranslationCatalog().Find(ClientDialect.Responses, UpstreamProtocol.Responses)!.Translate(Encoding.UTF8.GetBytes(body), new ModelTarget
        {
            Protocol = UpstreamProtocol.Responses,
            Model = "served \"x\"",
            AnswerModel = "asked",
            Profile = BackendProfiles.BuiltIn.Find(BackendProfiles.Generic)!,
            Parameters = parameters,
        });
}
