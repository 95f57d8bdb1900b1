using System.Text.Json;
using Errand.Gateway.Scripted;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Tests.Translation;

/// <summary>Conversations that were cut, compacted and interrupted in any way, against the rules of strict endpoints.</summary>
public sealed class ConversationPropertyTests
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly HeaderDictionary Headers = new() { ["anthropic-version"] = "2023-06-01" };

    [Fact]
    public void Anthropic_takes_any_history_of_Codex() => Check(Items(), items =>
    {
        using var body = Translated(ClientDialect.Responses, UpstreamProtocol.Anthropic, $$"""{"model":"m","reasoning":{"effort":"high"},"input":[{{string.Join(",", items)}}]}""");

        Assert.Empty(AnthropicRules.Check(body.RootElement, Headers));
    });

    [Fact]
    public void Chat_takes_any_history_of_Codex() => Check(Items(), items =>
    {
        using var body = Translated(ClientDialect.Responses, UpstreamProtocol.Chat, $$"""{"model":"m","input":[{"role":"user","content":"Go."},{{string.Join(",", items)}},{"role":"user","content":"On."}]}""");

        Assert.Empty(ChatRules.Check(body.RootElement));
    });

    [Fact]
    public void Responses_takes_any_history_of_Claude_Code() => Check(Messages(), messages =>
    {
        using var body = Translated(ClientDialect.Messages, UpstreamProtocol.Responses, $$"""{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Go."},{{string.Join(",", messages)}}]}""");

        Assert.Empty(ResponsesRules.Check(body.RootElement));
    });

    // Each call has an id of its own; outputs are for any call before or after, or for none.
    private static Gen<IReadOnlyList<string>> Items() =>
        from count in Gen.Choose(1, 14)
        from kinds in Gen.ListOf(Gen.Choose(0, 9), count)
        from targets in Gen.ListOf(Gen.Choose(0, count), count)
        select (IReadOnlyList<string>)[.. kinds.Select((kind, at) => kind switch
        {
            0 => """{"role":"user","content":"u"}""",
            1 => """{"role":"assistant","content":[{"type":"output_text","text":"a"}]}""",
            2 => """{"role":"developer","content":"d"}""",
            3 or 4 => $$"""{"type":"function_call","call_id":"c{{at}}","name":"read","arguments":"{}"}""",
            5 => $$"""{"type":"custom_tool_call","call_id":"c{{at}}","name":"patch","input":"x"}""",
            6 => """{"type":"reasoning","summary":[],"encrypted_content":"gw1:aGk:aSIG"}""",
            _ => $$"""{"type":"function_call_output","call_id":"c{{targets[at]}}","output":"o"}""",
        })];

    private static Gen<IReadOnlyList<string>> Messages() =>
        from count in Gen.Choose(1, 10)
        from kinds in Gen.ListOf(Gen.Choose(0, 6), count)
        from targets in Gen.ListOf(Gen.Choose(0, count), count)
        select (IReadOnlyList<string>)[.. kinds.Select((kind, at) => kind switch
        {
            0 => """{"role":"user","content":"u"}""",
            1 => """{"role":"assistant","content":[{"type":"text","text":"a"}]}""",
            2 => """{"role":"system","content":"s"}""",
            3 or 4 => $$$"""{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"gw1::oE"},{"type":"tool_use","id":"c{{{at}}}","name":"Read","input":{}},{"type":"tool_use","id":"d{{{at}}}","name":"Read","input":{}}]}""",
            _ => $$"""{"role":"user","content":[{"type":"text","text":"x"},{"type":"tool_result","tool_use_id":"c{{targets[at]}}","content":"o"}]}""",
        })];

    private static JsonDocument Translated(ClientDialect dialect, UpstreamProtocol protocol, string body) =>
        JsonDocument.Parse(new TranslationCatalog(() => "0", new ManualClock()).Find(dialect, protocol)!.Translate(AnyJson.Utf8(body), new ModelTarget
        {
            Protocol = protocol,
            Model = "upstream",
            AnswerModel = "client",
            Profile = BackendProfiles.BuiltIn.Find(BackendProfiles.Generic)!,
        }).Body);

    private static void Check<T>(Gen<T> inputs, Action<T> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).Check(Quiet);
}
