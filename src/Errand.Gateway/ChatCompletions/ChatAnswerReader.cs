using System.Text.Json;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Reads an answer of Chat Completions, stream or body, whatever its content type says: the first byte tells.</summary>
internal sealed class ChatAnswerReader : IAnswerReader, ISseHandler
{
    private readonly IAnswerSink sink;
    private readonly SseReader events;
    private readonly ChatDocument document;
    private readonly JsonSplice body = new();
    private AnswerForm form;
    private bool isDone;
    private bool isEnding;

    public ChatAnswerReader(IAnswerSink sink)
    {
        this.sink = sink;
        events = new SseReader(this);
        document = new ChatDocument(sink);
    }

    public void Read(ReadOnlySpan<byte> upstream)
    {
        if (isDone)
            return;
        if (form == AnswerForm.Unknown)
            form = AnswerForms.Recognize(ref upstream);

        if (form == AnswerForm.Stream)
            events.Read(upstream);
        else if (form == AnswerForm.Body)
            body.Raw(upstream);
        else if (form == AnswerForm.Foreign)
            Fail(UpstreamFault.NotUnderstood);
        if (events.IsTooLong || body.Length > SseReader.MaxEventBytes)
            Fail(UpstreamFault.TooLong);
    }

    public void End(bool isTorn)
    {
        if (isDone)
            return;

        isEnding = true;
        if (form == AnswerForm.Body)
            EndBody(isTorn);
        else
            EndStream();
    }

    public void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (isDone || data.IsEmpty)
            return;
        if (data.SequenceEqual("[DONE]"u8))
        {
            isDone = true;
            sink.End(isProper: true);
            return;
        }

        try
        {
            document.ReadChunk(data);
        }
        catch (JsonException)
        {
            // Half an event at the very end is a torn stream, not a strange one.
            if (!isEnding)
                Fail(UpstreamFault.NotUnderstood);
        }
    }

    private void EndStream()
    {
        events.End();
        if (!isDone)
            sink.End(isProper: document.HasFinish);
        isDone = true;
    }

    private void EndBody(bool isTorn)
    {
        isDone = true;
        try
        {
            document.Read(body.Written);
            if (document.HasChoices)
                sink.End(isProper: true);
            else
                sink.Fail(UpstreamFault.NotUnderstood);
        }
        catch (JsonException)
        {
            if (isTorn || JsonScan.IsCut(body.Written))
                sink.End(isProper: false);
            else
                sink.Fail(UpstreamFault.NotUnderstood);
        }

        body.Clear();
    }

    private void Fail(UpstreamError error)
    {
        isDone = true;
        body.Clear();
        sink.Fail(error);
    }
}
