using System.Buffers;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Passes an answer on in its own form. What comes before the first content is held, so that an error after it can still be a status.</summary>
internal sealed class ChatPassTranslator : IAnswerTranslator
{
    private readonly JsonSplice output = new();
    private readonly ChatMeter meter;
    private readonly ChatPassReader reader;

    public ChatPassTranslator(AnswerContext context, bool isStream, bool wantsUsage)
    {
        meter = new ChatMeter(context.RequestTokens);
        reader = new ChatPassReader(context, isStream, wantsUsage, meter, output);
    }

    public bool HasStarted { get; private set; }

    public bool HasEnded => Fault is not null || reader.HasEnded;

    public GatewayFault? Fault { get; private set; }

    public TokenUsage Usage => meter.Current;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;

        reader.Read(upstream);
        Flush(client);
    }

    public void End(bool isTorn, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;

        reader.End(isTorn);
        Flush(client);
    }

    public void Fail(GatewayFault fault, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;

        meter.Fail(fault);
        Flush(client);
    }

    private void Flush(IBufferWriter<byte> client)
    {
        if (meter.Fault is { } fault && !reader.HasEnded)
        {
            Fault = fault;
            if (HasStarted || meter.HasContent && output.Length > 0)
                ErrorBody.WriteEvent(ClientDialect.ChatCompletions, fault, output);
            else
                output.Clear();
        }
        else if (!HasStarted && !meter.HasContent && !reader.HasEnded)
        {
            return;
        }

        if (output.Length == 0)
            return;

        HasStarted = true;
        output.MoveTo(client);
    }
}
