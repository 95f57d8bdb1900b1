using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads an answer that goes on in the form in which it came, and writes it as it goes.</summary>
internal sealed class ChatPassReader : IAnswerReader, ISseHandler
{
    private readonly AnswerContext context;
    private readonly bool isStream;
    private readonly bool wantsUsage;
    private readonly ChatMeter meter;
    private readonly ChatDocument document;
    private readonly SseReader events;
    private readonly JsonSplice body = new();
    private readonly JsonSplice output;
    private bool isEnding;

    public ChatPassReader(AnswerContext context, bool isStream, bool wantsUsage, ChatMeter meter, JsonSplice output)
    {
        this.context = context;
        this.isStream = isStream;
        this.wantsUsage = wantsUsage;
        this.meter = meter;
        this.output = output;
        document = new ChatDocument(meter);
        events = new SseReader(this);
    }

    public bool HasEnded { get; private set; }

    public void Read(ReadOnlySpan<byte> upstream)
    {
        if (isStream)
            events.Read(upstream);
        else
            body.Raw(upstream);
        if (events.IsTooLong || body.Length > SseReader.MaxEventBytes)
            meter.Fail(UpstreamFault.TooLong);
    }

    public void End(bool isTorn)
    {
        isEnding = true;
        if (!isStream)
        {
            EndBody(isTorn);
            return;
        }

        events.End();
        if (HasEnded || meter.Fault is not null)
            return;
        if (document.HasFinish)
            Done();
        else
            meter.Fail(UpstreamFault.Torn);
    }

    public void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (HasEnded || meter.Fault is not null || data.IsEmpty)
            return;
        if (data.SequenceEqual("[DONE]"u8))
        {
            Done();
            return;
        }

        try
        {
            var reports = meter.Reports;
            document.ReadChunk(data);
            if (meter.Fault is not null || (!wantsUsage && meter.Reports > reports && ChatPassDocument.IsUsageOnly(data)))
                return;

            output.Raw("data: "u8);
            ChatPassDocument.Write(data, context.Model, output);
            output.Raw("\n\n"u8);
        }
        catch (JsonException)
        {
            if (!isEnding)
                meter.Fail(UpstreamFault.NotUnderstood);
        }
    }

    private void Done()
    {
        HasEnded = true;
        output.Raw("data: [DONE]\n\n"u8);
    }

    private void EndBody(bool isTorn)
    {
        try
        {
            document.Read(body.Written);
            if (!document.HasChoices)
                meter.Fail(UpstreamFault.NotUnderstood);
            if (meter.Fault is not null)
                return;

            ChatPassDocument.Write(body.Written, context.Model, output);
            HasEnded = true;
        }
        catch (JsonException)
        {
            if (isTorn || JsonScan.IsCut(body.Written))
                meter.Fail(UpstreamFault.Torn);
            else
                meter.Fail(UpstreamFault.NotUnderstood);
        }
        finally
        {
            body.Clear();
        }
    }
}
