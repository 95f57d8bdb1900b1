using System.Text.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Reads an answer that is a stream of events, each a JSON document.</summary>
internal abstract class EventStreamReader : IAnswerReader, ISseHandler
{
    private readonly SseReader events;
    private bool isEnding;

    /// <param name="sink">Is told the answer.</param>
    protected EventStreamReader(IAnswerSink sink)
    {
        Sink = sink;
        events = new SseReader(this);
    }

    protected IAnswerSink Sink { get; }

    protected bool HasEnded { get; set; }

    /// <summary>Whether a stream that simply ends has come to a proper end.</summary>
    protected virtual bool IsWhole => false;

    public void Read(ReadOnlySpan<byte> upstream)
    {
        if (HasEnded)
            return;

        events.Read(upstream);
        if (events.IsTooLong)
            Fail(UpstreamFault.TooLong);
    }

    public void End(bool isTorn)
    {
        isEnding = true;
        events.End();
        if (!HasEnded)
            Finish(IsWhole);
    }

    public void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (HasEnded)
            return;
        if (data.SequenceEqual("[DONE]"u8))
        {
            Done();
            return;
        }

        try
        {
            Take(data);
        }
        catch (JsonException)
        {
            // Half an event at the very end is a torn stream, not a strange one.
            if (!isEnding)
                Fail(UpstreamFault.NotUnderstood);
        }
    }

    /// <summary>Reads one event.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    protected abstract void Take(ReadOnlySpan<byte> data);

    /// <summary>Chat Completions ends so; a gateway on the way may have ended another stream like that, which means nothing.</summary>
    protected virtual void Done()
    {
    }

    /// <summary>The answer is over.</summary>
    /// <param name="isProper">Whether it came to its own end.</param>
    protected void Finish(bool isProper)
    {
        HasEnded = true;
        Sink.End(isProper);
    }

    protected void Fail(UpstreamError error)
    {
        HasEnded = true;
        Sink.Fail(error);
    }
}
