using System.Buffers;
using System.Text.Json;
using Errand.Gateway.Messages;
using Errand.Gateway.Responses;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>
/// Copies a stream of the client's own protocol, whole frames at a time, so that what breaks off ends as an error and never in the middle of
/// an event. The frames that only say that an answer begins are held back until there is one: until then the call can fail with a status.
/// </summary>
internal sealed class PassThroughStream : IAnswerTranslator, IFrameHandler
{
    private readonly ClientDialect dialect;
    private readonly AnswerContext context;
    private readonly FrameSplitter frames;
    private readonly JsonSplice output = new();
    private readonly JsonSplice held = new();
    private readonly JsonSplice id = new();
    private AnswerUsage usage;
    private UpstreamUsage messagesUsage;
    private long sequence = -1;
    private bool isEnding;

    public PassThroughStream(ClientDialect dialect, AnswerContext context)
    {
        this.dialect = dialect;
        this.context = context;
        frames = new FrameSplitter(this);
        usage = new AnswerUsage(context.RequestTokens);
    }

    public bool HasStarted { get; private set; }

    public bool HasEnded { get; private set; }

    public GatewayFault? Fault { get; private set; }

    public TokenUsage Usage => usage.Current;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;
        frames.Read(upstream);
        if (frames.IsTooLong)
            Break(UpstreamFault.Of(UpstreamFault.TooLong));
        output.MoveTo(client);
    }

    public void End(bool isTorn, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;
        isEnding = true;
        frames.End();
        Break(UpstreamFault.Torn);
        output.MoveTo(client);
    }

    public void Fail(GatewayFault fault, IBufferWriter<byte> client)
    {
        Break(fault);
        output.MoveTo(client);
    }

    public void Frame(ReadOnlySpan<byte> frame)
    {
        if (HasEnded)
            return;
        var data = FrameData.Of(frame, out int start, out byte[]? joined);
        if (data.IsEmpty)
        {
            (HasStarted ? output : held).Raw(frame);
            return;
        }

        // A gateway on the way may have ended the stream as Chat's are ended; it is no end here.
        if (data.SequenceEqual("[DONE]"u8))
            return;
        var reader = default(FrameReader);
        try
        {
            reader.Read(data, ref messagesUsage);
        }
        catch (JsonException)
        {
            // Half an event at the very end is a torn stream, not a strange one.
            if (!isEnding)
                Break(UpstreamFault.Of(UpstreamFault.NotUnderstood));
            return;
        }

        Count(ref reader);
        if (reader.Kind == FrameKind.Error)
        {
            Break(UpstreamFault.Of(reader.Error!));
            return;
        }

        sequence = Math.Max(sequence, reader.Sequence);
        if (reader.Kind != FrameKind.Opening)
            Start();
        var target = HasStarted ? output : held;
        if (joined is not null)
            FrameData.WriteJoined(target, frame, data, reader.ModelStart, reader.ModelEnd, context.Model);
        else if (reader.ModelStart == 0)
            target.Raw(frame);
        else
        {
            target.Raw(frame[..(start + reader.ModelStart)]);
            target.Quoted(context.Model);
            target.Raw(frame[(start + reader.ModelEnd)..]);
        }

        if (reader.Kind == FrameKind.Ending)
            Close();
    }

    private void Count(ref FrameReader reader)
    {
        if (reader.Usage is { } tokens)
            usage.Report(tokens);
        if (reader.TextBytes > 0)
            usage.Seen(reader.TextBytes, reader.TextKind);
        if (reader.Id.IsEmpty || id.Length > 0)
            return;
        id.Raw(reader.Id);
    }

    private void Start()
    {
        if (HasStarted)
            return;
        HasStarted = true;
        output.Raw(held.Written);
        held.Clear();
    }

    private void Break(GatewayFault fault)
    {
        if (HasEnded)
            return;
        Fault = fault;
        if (HasStarted && dialect == ClientDialect.Responses)
            ResponsesFailure.WriteEvent(output, id.Written, sequence + 1, context.Model, fault);
        else if (HasStarted)
            ErrorBody.WriteEvent(dialect, fault, output);
        Close();
    }

    private void Close()
    {
        HasEnded = true;
        held.Clear();
        id.Clear();
    }
}
