using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Passes an answer on in its own form. What comes before the first content is held, so that an error after it can still be a status.</summary>
internal sealed class ChatPassTranslator : ReadingTranslator
{
    private readonly JsonSplice output;
    private readonly ChatMeter meter;
    private readonly ChatPassReader reader;
    private GatewayFault? fault;

    private ChatPassTranslator(ChatPassReader reader, ChatMeter meter, JsonSplice output)
        : base(reader, output)
    {
        this.reader = reader;
        this.meter = meter;
        this.output = output;
    }

    public override bool HasEnded => fault is not null || reader.HasEnded;

    public override GatewayFault? Fault => fault;

    public override TokenUsage Usage => meter.Current;

    public static ChatPassTranslator Create(AnswerContext context, bool isStream, bool wantsUsage)
    {
        var output = new JsonSplice();
        var meter = new ChatMeter(context.RequestTokens);
        return new ChatPassTranslator(new ChatPassReader(context, isStream, wantsUsage, meter, output), meter, output);
    }

    protected override void Fail(GatewayFault fault) => meter.Fail(fault);

    protected override bool IsReady()
    {
        if (meter.Fault is null || reader.HasEnded)
            return HasStarted || meter.HasContent || reader.HasEnded;

        fault = meter.Fault;
        if (HasStarted || meter.HasContent && output.Length > 0)
            ErrorBody.WriteEvent(ClientDialect.ChatCompletions, fault, output);
        else
            output.Clear();
        return true;
    }
}
